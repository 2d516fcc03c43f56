"""A private calendar on the local Slack: given, used for offers, planned from with one tap, taken back."""

from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime

import pytest
from aiohttp import web

from bot.calendar.fetch import Fetcher
from bot.domain.ridealongs.meetings import Meeting
from bot.services.ridealongs.calendar_polling import CalendarPoller
from tests.calendar.feeds import HERE, Names
from tests.office import Office
from tests.scenarios.reading import of
from tests.services.ridealongs.served_calendars import ACME, ADDRESS, World


@pytest.fixture(autouse=True)
def only_our_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process also polls on its own: on a busy machine its beat came before our poll, and found no server."""
    monkeypatch.setattr(CalendarPoller, "tick", lambda _self: None)


def poller_of(office: Office, *meetings: Meeting) -> CalendarPoller:
    world = World()
    world.meetings = list(meetings)
    return CalendarPoller(office.bot.calendar_poller._context, world, world.read)


async def test_from_the_address_to_the_plan_with_one_tap(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.command("/ridealong", "calendar")
    assert of(maria.modal).count("Only you see this.") == 1
    refused = await maria.submit({"address": "http://calendar.example/x.ics"})
    assert "begins with https" in refused.errors["address"]
    await maria.submit({"address": ADDRESS, "words": "Mitfahrt"})
    assert "I check the calendar on calendar.example" in of(maria.modal)
    await maria.close()
    await office.wait(hours=1)
    nasty = Meeting("M9", "Ride-along <!channel> *Acme*", ACME.starts_at, 45)
    assert await poller_of(office, ACME, nasty).poll() == 1
    await office.settle()
    offer = maria.dm()[-1]
    assert "Ride-along Acme with Tom" in of(offer)
    assert "<!channel>" not in of(offer)
    assert all("Ride-along Acme" not in of(message) for message in office.as_("tom").dm())
    await maria.press("Plan it", offer)
    assert "Acme with Tom" in of(maria.modal)
    assert (await maria.submit({"customer": "Acme", "salesperson": office.as_("tom").id})).outcome == "closed"
    assert "Acme" in of(office.as_("tom").dm()[-1])
    await maria.command("/ridealong", "calendar")
    assert "private-x" not in of(maria.modal)
    await maria.submit({"remove": ["remove"]})
    assert "Nothing from your calendar is kept" in of(maria.modal)


class LocalFeed:
    """A calendar on a server of this machine, fetched and read as in production, except for TLS."""

    def __init__(self) -> None:
        self.feed: bytes | None = None
        self.port = 0
        self._names = Names([HERE])

    async def answer(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=404) if self.feed is None else web.Response(body=self.feed)

    async def fetch(self, address: str) -> AsyncGenerator[bytes, None]:
        fetcher = Fetcher(resolver=lambda: self._names, allowed=lambda host: host == HERE, schemes={"http"})
        local = address.replace("https://calendar.example", f"http://calendar.example:{self.port}")
        async for piece in fetcher.fetch(local):
            yield piece


@pytest.fixture
async def local_feed() -> AsyncIterator[LocalFeed]:
    feed, app = LocalFeed(), web.Application()
    app.router.add_get("/{path:.*}", feed.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    feed.port = runner.addresses[0][1]
    yield feed
    await runner.cleanup()


def weekly(starts_at: datetime) -> bytes:
    """A series as Outlook writes it, at 15:00 in Berlin every week from the day of `starts_at`."""
    return (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Ride-along Acme with Tom\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
        f"DTSTART;TZID=W. Europe Standard Time:{starts_at:%Y%m%d}T150000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


async def test_a_feed_is_offered_from_and_the_person_who_gave_it_hears_when_it_stops(
    office: Office, local_feed: LocalFeed
) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.command("/ridealong", "calendar")
    await maria.submit({"address": ADDRESS})
    await maria.close()
    await office.wait(hours=1)
    poller = CalendarPoller(office.bot.calendar_poller._context, local_feed)
    local_feed.feed = weekly(ACME.starts_at)
    await poller.poll()
    await office.settle()
    offer = maria.dm()[-1]
    assert of(offer).count("Ride-along Acme with Tom") == 2
    await maria.press("Plan it", offer)
    assert "Acme with Tom" in of(maria.modal)
    assert (await maria.submit({"customer": "Acme", "salesperson": office.as_("tom").id})).outcome == "closed"
    local_feed.feed = None
    told = "I can no longer read your calendar on *calendar.example*"
    for minutes in (6 * 60, 11):  # a second of CPU time costs an hour's rest, and this machine may be busy
        assert not [message for message in maria.dm() if told in of(message)]
        await office.wait(minutes=minutes)
        assert await poller.poll() == 1
        await office.settle()
    assert len([message for message in maria.dm() if told in of(message)]) == 1
    assert all("no longer read" not in of(message) for message in office.as_("tom").dm())
