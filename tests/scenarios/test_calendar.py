"""A private calendar on the local Slack: given, offered from, planned with one tap, taken back."""

from bot.domain.ridealongs.meetings import Meeting
from bot.services.ridealongs.calendar_looks import CalendarLooks
from tests.office import Office
from tests.scenarios.reading import of
from tests.services.ridealongs.served_calendars import ACME, ADDRESS, World


def looks_of(office: Office, *meetings: Meeting) -> CalendarLooks:
    world = World()
    world.meetings = list(meetings)
    assert office.bot.looks is not None
    return CalendarLooks(office.bot.looks._context, world, world.read)


async def test_from_the_address_to_the_plan_with_one_tap(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.command("/ridealong", "calendar")
    assert of(maria.modal).count("Only you see this.") == 2
    refused = await maria.submit({"address": "http://calendar.example/x.ics"})
    assert "begins with https" in refused.errors["address"]
    await maria.submit({"address": ADDRESS, "words": "Mitfahrt"})
    assert "I check the calendar on calendar.example" in of(maria.modal)
    await maria.close()
    await office.wait(hours=1)
    nasty = Meeting("M9", "Ride-along <!channel> *Acme*", ACME.starts_at, 45)
    assert await looks_of(office, ACME, nasty).look() == 1
    await office.settle()
    offer = maria.dm()[-1]
    assert "Ride-along Acme with Tom" in of(offer)
    assert "<!channel>" not in of(offer)
    assert all("Ride-along Acme" not in of(message) for message in office.as_("tom").dm())
    await maria.press("Plan it", offer)
    assert "Acme with Tom" in of(maria.modal)
    assert (await maria.submit({"customer": "Acme", "salesperson": office.as_("tom").id})).what == "closed"
    assert "Acme" in of(office.as_("tom").dm()[-1])
    await maria.command("/ridealong", "calendar")
    assert "private-x" not in of(maria.modal)
    await maria.submit({"remove": ["remove"]})
    assert "Nothing from your calendar is kept" in of(maria.modal)
