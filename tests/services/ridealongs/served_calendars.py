"""A private calendar on a server that is not there, for the tests of looking into it."""

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from datetime import UTC, datetime

from bot.calendar.fetch import Trouble, Unfetchable
from bot.domain.ridealongs.meetings import CalendarReading, Meeting

ADDRESS = "https://calendar.example/private-x/basic.ics"
ACME = Meeting("M1", "Ride-along Acme with Tom", datetime(2026, 10, 20, 13, tzinfo=UTC), 45)


class World:
    """A calendar server and its reader: what is found, and what was asked."""

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
