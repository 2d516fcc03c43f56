"""Long forms show their first fields; More brings the rest, and nothing typed is lost."""

import pytest

from bot.domain.people.people import TeamMember
from bot.services.people.teams import MOST_NAMED
from tests.office import Office
from tests.scenarios.reading import of


@pytest.fixture(autouse=True)
async def both(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


async def test_a_ride_along_is_planned_with_four_fields(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/ridealong @tom Acme tomorrow 15:00 for 30m")
    assert maria.fields == ["salesperson", "customer", "when", "at"]
    assert (await maria.submit()).outcome == "closed"
    assert "30 min" in of(maria.ephemerals()[-1])


async def test_more_keeps_what_was_typed_and_shows_the_rest(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.command("/ridealong")
    await maria.choose("customer", "Bolt & <Sons>")
    await maria.choose("salesperson", tom.id)
    await maria.press("More")
    assert maria.fields[4:] == ["minutes", "call_type", "opens", "price", "signal", "skill"]
    sent = await maria.submit({"when": "2026-10-21", "at": "10:00", "skill": "Wait longer"})
    assert sent.outcome == "closed", sent.errors
    assert "Bolt &amp; &lt;Sons&gt;" in of(maria.ephemerals()[-1])
    assert "Wait longer" in of(maria.ephemerals()[-1])


async def test_a_change_keeps_what_stands_behind_more(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/ridealong @tom Acme tomorrow 15:00 for 30m")
    await maria.submit({"call_type": "Joint: each of you has planned parts"})
    await maria.press("ridealong_change", maria.ephemerals()[-1])
    assert maria.fields == ["customer", "when", "at"]
    await maria.submit({"at": "16:00"})
    assert "30 min" in of(maria.ephemerals()[-1])
    assert "Joint call" in of(maria.ephemerals()[-1])


async def test_a_channel_nudge_is_set_up_with_four_fields(office: Office) -> None:
    nora = office.as_("nora")
    await nora.open_home()
    await nora.press("admin_open", nora.home)
    await nora.press("Channel nudges (0)", nora.modal)
    await nora.press("channel_new")
    assert nora.fields == ["channel", "kind", "at", "days"]
    await nora.choose("at", "10:15")
    await nora.press("More")
    assert nora.fields[4:] == ["zone", "country", "language"]
    sent = await nora.submit({"channel": nora.client.channel("sales").id})
    assert sent.outcome == "closed", sent
    await nora.command("/secondchair nudge list")
    assert "10:15" in of(nora.ephemerals()[-1])


async def test_the_details_of_a_check_in_begin_with_three_fields(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair checkin")
    await maria.press("Mostly led")
    await maria.press("checkin_details")
    assert maria.fields == ["developed", "if", "then"]
    await maria.choose("if", "a customer turns to me")
    await maria.press("More")
    await maria.submit({"then": "wait", "takeovers": "2"})
    await maria.press("checkin_details")
    assert maria.fields == ["developed", "if", "then", "pulled", "takeovers"]
    assert "a customer turns to me" in of(maria.modal)


@pytest.mark.parametrize("size", [30, 101])
async def test_an_untouched_form_of_a_large_team_empties_nothing(office: Office, size: int) -> None:
    maria = office.as_("maria")
    ids = [office.workspace.add_user(f"rep{number}", real_name=f"Rep {number}").id for number in range(size)]
    await office.bot.services.teams.name(office.who("maria"), ids[:MOST_NAMED])
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        for salesperson_id in ids[MOST_NAMED:]:  # named before there was a limit
            await transaction.teams.save(TeamMember(maria.id, salesperson_id))
    await maria.open_home()
    await maria.press("development_open", maria.home)
    await maria.press("name_team")
    assert maria.modal is not None
    picker = maria.modal.blocks[1]["element"]
    assert len(picker["initial_users"]) == min(size, 100) <= picker["max_selected_items"]
    assert (await maria.submit()).errors == {}
    team = (await office.bot.services.teams.facts(office.who("maria"))).members
    assert len(team) == size
