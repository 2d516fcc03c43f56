"""A workspace moves into an organisation, and its people get other ids: everybody stays who they are."""

import json

import pytest

from bot.domain.people.people import Membership, PersonStatus, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.localslack.state.grid_migration import begin, finish
from bot.services.people import identities
from bot.storage.privacy.personal_data import HELD
from bot.storage.privacy.renaming import LISTS, SINGLE, WORDS
from bot.storage.tables import seen
from tests.office import Office
from tests.scenarios.moving import began, moved, named, rows


@pytest.fixture
async def at_work(office: Office) -> Office:
    """What `began` leaves."""
    return await began(office)


def test_every_column_that_names_a_person_is_renamed() -> None:
    columns = {f"{column.table.name}.{column.name}" for column in (*SINGLE, *LISTS, *WORDS)}
    assert columns | {"former_ids.former_id", "former_ids.user_id"} == set(HELD)


async def test_all_that_was_kept_is_kept_under_the_new_ids(at_work: Office) -> None:
    office = at_work
    new_ids = moved(office, "maria", "tom", "lea", "nora")
    before = {former_id: await named(office, former_id) for former_id in new_ids}
    counted = await numbers(office)
    begin(office.slack.state, office.workspace)
    await office.settle()
    finish(office.slack.state, office.workspace, new_ids)
    await office.settle()
    for former_id, user_id in new_ids.items():
        assert await named(office, former_id) == set()
        assert await named(office, user_id) == before[former_id]
    after = await numbers(office)
    assert {name: after[name] - counted[name] for name in after if after[name] != counted[name]} == {"former_ids": 4}


async def numbers(office: Office) -> dict[str, int]:
    """How many rows each table has, but for handled requests: new ones come, and old ones are deleted meanwhile."""
    return {name: len(theirs) for name, theirs in (await rows(office)).items() if name != seen.name}


async def test_people_go_on_where_they_were(at_work: Office) -> None:
    office = at_work
    finish(office.slack.state, office.workspace, moved(office, "maria", "tom"))
    await office.settle()
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.open_home()
    assert maria.home is not None
    assert "Acme" in str(maria.home.blocks)
    await tom.open_home()
    assert tom.home is not None
    assert "Acme" in str(tom.home.blocks)
    await tom.press("Confirm")
    export = json.loads((await office.bot.services.privacy.export(office.who("tom"))).data)
    assert {"ridealongs", "reflections", "team_members", "former_ids"} <= export["held"].keys()


async def test_a_button_that_carries_a_former_id_is_about_the_same_person(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await office.bot.services.teams.name(office.who("maria"), [office.who("tom").user_id])
    await office.settle()
    new_ids = moved(office, "maria", "tom")
    finish(office.slack.state, office.workspace, new_ids)
    await office.settle()
    await office.as_("tom").press("Fine with me")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        (member,) = await transaction.teams.of_leader(office.who("maria").user_id)
    assert (member.salesperson_id, member.membership) == (office.who("tom").user_id, Membership.ACCEPTED)


async def test_a_new_id_before_anybody_told_us_is_the_same_person(at_work: Office) -> None:
    """Slack's events did not reach us: the first person with a new id makes us ask."""
    office = at_work
    new_ids = moved(office, "maria", "tom")
    finish(office.slack.state, office.workspace, new_ids, tells=False)
    await office.as_("tom").open_home()
    assert "Acme" in str(office.as_("tom").home)
    assert (await office.person("tom")).status is PersonStatus.ACTIVE
    for former_id in new_ids:
        assert await named(office, former_id) == set()


async def test_whom_the_first_request_after_a_move_names_by_a_former_id_is_the_same_person(office: Office) -> None:
    """Nobody told us, and this is the first request: within it, we already know the ids of the others."""
    await office.starts("maria", leader=True)
    await office.starts("tom")
    former_id = office.as_("tom").id
    finish(office.slack.state, office.workspace, moved(office, "maria", "tom"), tells=False)
    maria = office.as_("maria")
    await maria.command("/ridealong", f"<@{former_id}> Acme tomorrow 15:00")
    assert maria.modal is not None
    shown = str(maria.modal.source)
    assert (office.as_("tom").id in shown, f"'{former_id}'" in shown) == (True, False)


async def test_what_both_ids_did_becomes_one_persons(at_work: Office) -> None:
    """Slack did not say who somebody was, so they seemed new for a while."""
    office = at_work
    former = office.who("tom")
    finish(office.slack.state, office.workspace, moved(office, "tom"), tells=False)
    tom = office.as_("tom")
    office.slack.faults.fail("migration.exchange", "missing_scope", times=1000)
    await tom.open_home()
    assert (await office.person("tom")).status is PersonStatus.WELCOMED
    office.slack.faults.clear()
    assert await office.bot.services.identities.exchange(office.workspace.id)
    person = await office.person("tom")
    assert (person.status, person.user_id) == (PersonStatus.ACTIVE, tom.id)
    assert await named(office, former.user_id) == set()


async def test_a_person_who_had_themselves_deleted_stays_silent_under_a_new_id(at_work: Office) -> None:
    office = at_work
    await office.bot.services.privacy.forget(office.who("lea"))
    finish(office.slack.state, office.workspace, moved(office, "maria", "lea"))
    await office.settle()
    before = len(office.as_("lea").dm())
    await office.bot.services.teams.name(office.who("maria"), [office.who("lea").user_id])
    await office.settle()
    assert len(office.as_("lea").dm()) == before
    assert (await office.person("lea")).status is PersonStatus.STOPPED


async def test_a_no_stays_a_no_under_a_new_id_and_after_a_deletion(at_work: Office) -> None:
    office = at_work
    await office.bot.services.teams.decline(office.who("lea"), office.who("maria").user_id)
    finish(office.slack.state, office.workspace, moved(office, "maria", "lea"))
    await office.settle()
    maria, lea = office.who("maria"), office.who("lea")
    await office.bot.services.privacy.forget(lea)
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.DECLINED, maria.user_id, lea.user_id)
        assert lea.user_id not in (await transaction.identities.all()).values()
    assert await named(office, lea.user_id) == set()


async def test_it_is_asked_again_where_slack_did_not_answer(at_work: Office) -> None:
    office = at_work
    new_ids = moved(office, "maria", "tom")
    office.slack.faults.fail("migration.exchange", "fatal_error", times=1000)  # the heartbeat asks too
    begin(office.slack.state, office.workspace)
    finish(office.slack.state, office.workspace, new_ids)
    await office.settle()
    assert await named(office, next(iter(new_ids))) != set()
    office.slack.faults.clear()
    await office.bot.services.id_exchange.exchange_due()
    assert await named(office, next(iter(new_ids))) == set()


async def test_what_is_written_under_a_former_id_while_the_ids_are_exchanged_moves_too(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that was open during the move is sent, and its handler had already read who is who."""
    office, tom = at_work, at_work.as_("tom").id
    exchange, who = office.bot.services.id_exchange, office.who("maria")
    finish(office.slack.state, office.workspace, moved(office, "maria", "tom"))
    await office.settle()
    async with office.bot.database.transaction(who.workspace_id) as transaction:
        await transaction.teams.save(TeamMember("U0LOCAL999", tom))
    await exchange.exchange_due()
    assert await named(office, tom) == set()
    monkeypatch.setattr(identities, "SETTLES", 0.0)
    await exchange.exchange_due()
    assert await exchange.exchange_due() == 0, "Slack is asked no more once nothing is found any more"


async def test_a_move_whose_end_nobody_told_us_ends_all_the_same(at_work: Office) -> None:
    office = at_work
    begin(office.slack.state, office.workspace)
    await office.settle()
    assert await office.bot.services.id_exchange.exchange_due() == 0
    async with office.bot.database.reading(office.workspace.id) as transaction:
        assert (await transaction.workspaces.get()).stopped
    finish(office.slack.state, office.workspace, moved(office, "tom"), tells=False)
    assert await office.bot.services.id_exchange.exchange_due() == 1
    async with office.bot.database.reading(office.workspace.id) as transaction:
        assert not (await transaction.workspaces.get()).stopped


async def test_a_process_that_dies_once_the_ids_are_exchanged_leaves_no_workspace_silent(at_work: Office) -> None:
    """The same holds if a stranger's first request after the move exchanges them."""
    office, bot = at_work, at_work.bot
    begin(office.slack.state, office.workspace)
    await office.settle()
    finish(office.slack.state, office.workspace, {}, tells=False)
    assert await bot.services.identities.exchange(office.workspace.id)
    await bot.services.id_exchange.exchange_due()
    async with bot.database.reading(office.workspace.id) as transaction:
        assert not (await transaction.workspaces.get()).stopped
    await bot.services.id_exchange.exchange_due()
    assert await bot.services.id_exchange.exchange_due() == 0, "Slack is asked no more"


async def test_a_workspace_that_moved_nowhere_is_not_asked_about_for_ever(office: Office) -> None:
    who = Who(office.workspace.id, office.who("tom").user_id)
    await office.starts("tom")
    await office.bot.services.id_exchange.finished(who.workspace_id)
    assert await office.bot.services.id_exchange.exchange_due() == 0
    async with office.bot.database.installations() as store:
        assert await store.exchange_due() == {}
