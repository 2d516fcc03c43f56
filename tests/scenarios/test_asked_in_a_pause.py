"""What a colleague asks somebody in a pause comes on the first working day after it, however long it gets."""

from tests.office import Office
from tests.scenarios.calls import plan


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
