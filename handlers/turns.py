"""How many requests of one person run at once: the others wait, so that nobody else has to."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.people.people import Who

AT_ONCE = 4  # requests of one person, forms aside


class _OfPerson:
    """How many requests of one person may run at once, and how many run or wait."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(AT_ONCE)
        self.wanted = 0


class Turns:
    """The requests of everybody that run or wait."""

    def __init__(self) -> None:
        self._people: defaultdict[Who, _OfPerson] = defaultdict(_OfPerson)

    @asynccontextmanager
    async def of(self, person: Who) -> AsyncIterator[None]:
        """One of the few requests of a person that run at once."""
        turns = self._people[person]
        turns.wanted += 1
        try:
            async with turns.free:
                yield
        finally:
            turns.wanted -= 1
            if not turns.wanted:
                del self._people[person]
