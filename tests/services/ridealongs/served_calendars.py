"""A private calendar on a made-up server, for the tests that look into it."""

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from datetime import UTC, datetime

import pytest

from bot.calendar.fetch import Trouble, Unfetchable
from bot.domain.people.people import TeamMember, Who
from bot.domain.ridealongs.meetings import CalendarReading, Meeting
from bot.services.context import Context
from bot.services.ridealongs.calendar_polling import CalendarPoller
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import sent, start

ADDRESS = "https://calendar.example/private-x/basic.ics"
ACME = Meeting("M1", "Ride-along Acme with Tom", datetime(2026, 10, 20, 13, tzinfo=UTC), 45)

BETA = Meeting("M2", "Joint call Beta", datetime(2026, 10, 21, 13, tzinfo=UTC), 600)


class World:
    """A calendar server and its reader: what is there, and what was asked."""

    def __init__(self) -> None:
        self.meetings: list[Meeting] = [ACME]
        self.trouble: Trouble | None = None
        self.asked: list[str] = []
        self.words: Sequence[str] = ()
        self.is_whole = True
        self.seconds = 0.1

    async def fetch(self, address: str) -> AsyncGenerator[bytes, None]:
        self.asked.append(address)
        if self.trouble is not None:
            raise Unfetchable(self.trouble)
        yield b""

    async def read(
        self, pieces: AsyncIterable[bytes], words: Sequence[str], first: datetime, last: datetime, _zone: str, _at: str
    ) -> CalendarReading:
        self.words = words
        async for _ in pieces:
            pass
        return CalendarReading(tuple(self.meetings), first, last, self.is_whole, self.seconds)


@pytest.fixture(autouse=True)
async def nine_in_the_morning(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, tom: Who
) -> None:
    """In Berlin, where Maria leads Tom."""
    clock.move(hours=1)
    maria, _ = directory.add("U1", "Maria Keller"), directory.add("U2", "Tom Weber")
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2"))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def poller(context: Context, world: World) -> CalendarPoller:
    return CalendarPoller(context, world, world.read)


async def offers(context: Context) -> int:
    """How many offers went out."""
    return len([one for one in await sent(context) if one[1] == "calendar_offer"])


async def stopped(context: Context) -> int:
    """How often somebody was told that their calendar cannot be read any more."""
    return len([each for each in await sent(context) if each[1] == "calendar_stopped"])
