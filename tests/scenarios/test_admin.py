"""A head of sales and her workspace: the first day, a digest that did not arrive, and 130 channel nudges."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.people.people import ChannelNudge, Position
from bot.nudges import PROMPT_CHANNEL
from tests.office import Office

WEEK = date(2026, 10, 19)
AT_WORK = datetime(2026, 10, 19, 14, tzinfo=UTC)  # in Berlin and in New York
LEADERS = ("maria", "james", "tom", "lea", "priya")


def modal(office: Office, handle: str = "nora") -> str:
    view = office.as_(handle).modal
    return str(view.blocks) if view else ""


def answer(office: Office, handle: str = "nora") -> str:
    return str(office.as_(handle).ephemerals()[-1].blocks)


async def page(office: Office) -> Any:
    """Nora opens the page on her Home tab."""
    nora = office.as_("nora")
    await nora.open_home()
    await nora.press("See how your workspace stands", nora.home)
    return nora


async def test_the_first_day_leads_from_step_to_step(office: Office) -> None:
    nora = await page(office)
    assert "→ *Start yourself*" in modal(office)
    await nora.press("start", nora.modal)
    await nora.press("I lead leaders", nora.modal)
    await nora.close(everything=True)
    await nora.command("/secondchair admin")
    assert "→ *Invite your leaders*" in answer(office)
    await nora.press("Invite leaders")
    await nora.submit({"people": [office.as_(handle).id for handle in ("maria", "james")]})
    assert "2 people get a direct message from Second Chair that names you." in modal(office)
    await nora.close(everything=True)
    await office.jump(AT_WORK)
    for handle in ("maria", "james"):
        assert f"<@{nora.id}> invites you to Second Chair" in office.as_(handle).dm()[-1].text
    await nora.command("/secondchair nudge #sales 09:00")
    await nora.command("/secondchair nudge digest #leaders mon 16:00")
    await nora.command("/secondchair admin")
    assert answer(office).count("✓ ") == 4
    assert "→ *5 people have started*" in answer(office)


async def test_the_invited_start_or_say_no_once_and_for_all(office: Office) -> None:
    nora, maria, james = (office.as_(handle) for handle in ("nora", "maria", "james"))
    await nora.command("/secondchair admin")
    await nora.press("invite_open")
    await nora.submit({"people": [maria.id, james.id]})
    await office.jump(AT_WORK)
    await maria.press("Start")
    await maria.press("I lead salespeople")
    assert (await office.person("maria")).position is Position.LEADER
    await james.press("No, thanks")
    assert "Nobody invites you again" in james.dm()[-1].text
    before = len(james.dm())
    await nora.command("/secondchair admin")
    await nora.press("invite_open")
    await nora.submit({"people": [maria.id, james.id]})
    assert f"No message goes to <@{maria.id}> and <@{james.id}>." in modal(office)
    assert len(james.dm()) == before


async def test_a_leader_sees_none_of_it(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.open_home()
    assert "Your workspace" not in str(maria.home.blocks if maria.home else "")
    await maria.command("/secondchair admin")
    assert "Admins of this workspace can do this." in maria.ephemerals()[-1].text


async def test_why_a_digest_did_not_come_is_said_without_a_number(office: Office) -> None:
    await office.starts("maria", "james", leader=True)
    nora = office.as_("nora")
    await nora.command("/secondchair nudge digest #leaders mon 10:00")
    for handle in ("maria", "james"):
        await office.bot.services.checkins.answer(office.who(handle), WEEK, CheckInAnswer.LED)
    await office.jump(datetime(2026, 10, 26, 10, tzinfo=UTC))
    await nora.command("/secondchair nudge list")
    assert "Mon 26 Oct, 10:00 (Europe/Berlin): it did not come. It had fewer answers than the 3 it needs." in answer(
        office
    )
    assert not any(f"<@{office.as_(handle).id}>" in answer(office) for handle in ("maria", "james"))


async def test_participation_comes_as_a_picture_and_as_a_file(office: Office) -> None:
    await office.starts(*LEADERS, leader=True)
    nora = office.as_("nora")
    for handle in LEADERS:
        await office.bot.services.checkins.answer(office.who(handle), WEEK, CheckInAnswer.LED)
    await office.sleep(datetime(2026, 11, 2, 10, tzinfo=UTC))
    await nora.command("/secondchair admin")
    await nora.press("Participation")
    shown = nora.ephemerals()[-1].blocks
    assert "5 people answered the check-in for the week of Mon 19 Oct" in str(shown)
    [image] = [block for block in shown if block["type"] == "image"]
    assert office.slack.state.files.get(image["slack_file"]["id"])
    await nora.press("Send me a CSV file")
    assert "The file is in your direct messages" in answer(office)
    [file] = [file for file in office.slack.state.files.contents() if b"week,people" in file]
    assert file.decode().splitlines() == ["week,people", "2026-10-19,5", "2026-10-26,"]


async def test_130_channel_nudges_come_in_pages_that_say_so(office: Office) -> None:
    nora = office.as_("nora")
    await nora.open_home()
    many = [
        ChannelNudge(
            office.workspace.id, f"C{number:03}", PROMPT_CHANNEL, time(9), frozenset({0}), zone="UTC", set_by=nora.id
        )
        for number in range(130)
    ]
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        for nudge in many:
            await transaction.channels.save(nudge)
        await transaction.channels.save(replace(many[129], paused_for="is_archived"))
    await nora.command("/secondchair nudge list")
    assert "1 to 10 of 130." in answer(office)
    for _ in range(12):
        await nora.press("Next page")
    assert "121 to 130 of 130." in answer(office)
    assert "Next page" not in answer(office)
    await nora.press("Previous page")
    assert "111 to 120 of 130." in answer(office)
    await nora.open_home()
    assert "129 channel nudges run. 1 is paused." in str(nora.home.blocks if nora.home else "")


async def test_texts_are_kept_for_as_long_as_the_menu_says(office: Office) -> None:
    nora = await page(office)
    await nora.press("Roles and settings", nora.modal)
    await nora.choose("retention", "6 months", nora.modal)
    assert '"6"' in modal(office).replace("'", '"')
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        assert (await transaction.workspaces.get()).text_months == 6


async def test_a_shorter_time_that_is_typed_is_asked_about_like_one_that_is_chosen(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair", "retention 1")
    assert "erased for good" in nora.ephemerals()[-1].text
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        assert (await transaction.workspaces.get()).text_months == 18
    await nora.press("Change it", nora.ephemerals()[-1])
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        assert (await transaction.workspaces.get()).text_months == 1


@pytest.mark.parametrize(
    ("kind", "says"),
    [("", "this is how a daily prompt looks in"), ("digest ", "Its numbers are made up.")],
    ids=["prompt", "digest"],
)
async def test_a_test_comes_to_oneself_and_not_to_the_channel(office: Office, kind: str, says: str) -> None:
    nora = office.as_("nora")
    await nora.command(f"/secondchair nudge {kind}#sales 09:00 mon")
    before = len(nora.messages("sales"))
    await nora.command("/secondchair nudge list")
    await nora.press("Test it")
    assert says in nora.dm()[-1].text
    assert "actions" not in [block["type"] for block in nora.dm()[-1].blocks]
    assert len(nora.messages("sales")) == before
