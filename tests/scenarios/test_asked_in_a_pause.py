"""What a colleague asks somebody in a pause comes on the first working day after it, however long it gets."""

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.scenarios.calls import END, plan


async def test_a_pause_that_is_made_longer_loses_no_invitation_to_a_team(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("tom")
    await tom.command("/secondchair pause until wednesday")
    await maria.open_home()
    for button in ("Start", "I lead salespeople", "Name my salespeople"):
        await maria.press(button)
    await maria.submit({"people": [tom.id]})
    await tom.command("/secondchair pause until friday")
    await office.wait(days=6, hours=22)
    assert tom.dm() == []
    await office.wait(hours=4)
    (asked,) = [message.text for message in tom.dm() if "Today’s prompt" not in message.text]
    assert f"<@{maria.id}> named you" in asked


async def test_a_ride_along_is_put_to_them_after_it_unless_it_is_over(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await tom.command("/secondchair pause until wednesday")
    await plan(office, "@tom Acme friday 15:00")
    await plan(office, "@tom Globex wednesday 15:00")
    await office.wait(days=2, hours=22)
    assert tom.dm() == []
    await office.wait(hours=8)
    (asked,) = [message.text for message in tom.dm() if "planning a ride-along with you" in message.text]
    assert "Acme" in asked


async def test_who_agreed_to_a_call_hears_in_the_morning_after_it_that_it_was_called_off(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    for text in ("@tom Acme friday 9:00", "@tom Globex wednesday 15:00"):
        await plan(office, text)
        await tom.press("Confirm")
    agreed = [message for message in maria.dm() if "confirmed" in message.text]
    await tom.command("/secondchair pause until thursday")
    await office.wait(days=1, hours=8)
    for message in agreed:
        await maria.press("Cancel", message)
    before = len(tom.dm())
    await office.wait(days=2, hours=15)
    assert len(tom.dm()) == before
    await office.wait(hours=1, minutes=5)
    assert office.now.isoformat() == "2026-10-23T06:05:00+00:00"
    (told,) = tom.dm()[before:]
    assert "cancelled your ride-along" in told.text
    assert "Acme" in told.text


@pytest.mark.parametrize("pause", ["", " until friday"], ids=["without an end", "ended before its time"])
async def test_whoever_resumes_is_asked_what_is_still_open(office: Office, pause: str) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await tom.command(f"/secondchair pause{pause}")
    await plan(office, "@tom Globex today 15:00")
    await plan(office, "@tom Acme wednesday 15:00")
    await office.wait(days=2)
    assert tom.dm() == []
    for again in ("resume", "pause", "resume"):
        await tom.command(f"/secondchair {again}")
        await office.wait(minutes=1)
        (asked,) = [message.text for message in tom.dm() if "planning a ride-along with you" in message.text]
        assert "Acme" in asked
    await tom.press("Confirm")
    assert "confirmed" in maria.dm()[-1].text


@pytest.mark.parametrize("how", ["command", "form"])
async def test_a_pause_that_gets_an_end_is_followed_by_what_was_asked_in_it(office: Office, how: str) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await tom.command("/secondchair pause")
    await plan(office, "@tom Acme friday 15:00")
    await office.bot.services.teams.name(office.who("maria"), [tom.id])
    await office.wait(days=1)
    if how == "command":
        await tom.command("/secondchair pause until wednesday")
    else:
        await tom.command("/secondchair settings")
        await tom.submit({"pause_last": "2026-10-21"})
    await office.wait(days=1, hours=22)
    assert tom.dm() == []
    await office.wait(hours=3)
    asked = " ".join(message.text for message in tom.dm())
    assert "planning a ride-along with you" in asked
    assert f"<@{maria.id}> named you" in asked


async def test_whoever_starts_again_is_asked_what_is_still_open(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await tom.command("/secondchair pause until wednesday")
    await plan(office, "@tom Acme friday 15:00")
    await tom.command("/secondchair stop")
    await office.wait(days=3)
    assert tom.dm() == []
    await tom.press("Start")
    (asked,) = [message.text for message in tom.dm() if "planning a ride-along with you" in message.text]
    assert "Acme" in asked


@pytest.mark.parametrize("pause", ["", " until wednesday"], ids=["without an end", "with one"])
async def test_what_waits_for_the_morning_does_not_come_in_a_pause_that_began_meanwhile(
    office: Office, pause: str
) -> None:
    tom = office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await office.jump(datetime(2026, 10, 23, 18, 0, tzinfo=UTC))
    before = len(tom.dm())
    await plan(office, "@tom Acme tuesday 15:00")
    await plan(office, "@tom Globex thursday 15:00")
    await office.wait(days=1)
    await tom.command(f"/secondchair pause{pause}")
    await office.jump(datetime(2026, 10, 28, 18, 0, tzinfo=UTC))
    assert len(tom.dm()) == before
    if not pause:
        await tom.command("/secondchair resume")
    await office.jump(datetime(2026, 10, 29, 7, 1, tzinfo=UTC))
    (asked,) = [message.text for message in tom.dm()[before:] if "planning a ride-along with you" in message.text]
    assert "Globex" in asked


@pytest.mark.parametrize("stays_shared", [True, False], ids=["shared", "taken back"])
async def test_what_was_shared_after_a_call_comes_after_the_pause(office: Office, stays_shared: bool) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await plan(office)
    await tom.press("Confirm")
    await office.jump(END)
    await maria.press("No")
    await maria.command("/secondchair pause until thursday")
    await tom.press("No")
    await tom.press("Add what you saw")
    await tom.submit({"salesperson_went": "The opening", "share": "shared"})
    await office.wait(days=2)
    assert "The opening" not in str(maria.dm())
    if not stays_shared:
        await tom.press("Open and edit")
        await tom.submit({"share": "private"})
    await office.wait(days=2)
    assert ("The opening" in str(maria.dm())) == stays_shared
