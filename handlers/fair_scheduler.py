"""Whose request runs next: few compute at once, so that the event loop can still take new ones."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from bot.domain.people.people import Who

AT_ONCE = 8  # requests that compute or wait for the database
OF_ONE = 4  # requests of one person that run
LENT = 0.5  # seconds after which a running request is taken to be waiting for something, and holds up nobody

_Waiter = asyncio.Future[None]


class FairScheduler:
    """Everybody's requests, running and waiting. People take turns, however many requests each of them has waiting, and
    a request that comes back from Slack goes first.
    """

    def __init__(self, at_once: int = AT_ONCE, of_one: int = OF_ONE, lent: float = LENT) -> None:
        self._free = at_once
        self._of_one = of_one
        self._lent = lent
        self._back: deque[_Waiter] = deque()  # requests that waited for Slack
        self._waiting: defaultdict[Who, deque[_Waiter]] = defaultdict(deque)
        self._next: dict[Who, None] = {}  # people who wait and may have one more, in their order
        self._running: Counter[Who] = Counter()

    @asynccontextmanager
    async def of(self, person: Who) -> AsyncIterator[None]:
        """Wait for one's turn, and have it."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting[person].append(waiter)
        self._queue(person)
        try:
            await self._called(waiter)
            turn = _Turn(self, self._lent)
            _turn.set(turn)
            try:
                yield
            finally:
                turn.give_back()
        finally:
            if not waiter.cancelled():
                self._running -= Counter((person,))
                self._queue(person)
                self._call()

    async def come_back(self) -> None:
        """Wait for a place in which to go on."""
        waiter = asyncio.get_running_loop().create_future()
        self._back.append(waiter)
        await self._called(waiter)

    def end_place(self) -> None:
        """Let another have the place."""
        self._free += 1
        self._call()

    async def _called(self, waiter: _Waiter) -> None:
        """Wait for a place. A request that is cancelled just as it is called lets another have it."""
        self._call()
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():
                self.end_place()
            raise

    def _queue(self, person: Who) -> None:
        """Put somebody who waits at the end of the queue, unless they are in it already or have enough running."""
        if not self._waiting[person]:
            del self._waiting[person]
        elif self._running[person] < self._of_one:
            self._next.setdefault(person)

    def _call(self) -> None:
        """Let everybody go on for whom there is now a place."""
        while self._free and (self._back or self._next):
            waiter = self._back.popleft() if self._back else self._first()
            if not waiter.cancelled():
                self._free -= 1
                waiter.set_result(None)

    def _first(self) -> _Waiter:
        """The next request of the person who is next."""
        person = next(iter(self._next))
        del self._next[person]
        waiter = self._waiting[person].popleft()
        if not waiter.cancelled():
            self._running[person] += 1
        self._queue(person)
        return waiter


class _Turn:
    """One request that runs, and whether it has one of the places."""

    def __init__(self, scheduler: FairScheduler, lent: float) -> None:
        self._scheduler = scheduler
        self._lent = lent
        self._take()

    def _take(self) -> None:
        self._has_place = True
        self._timer = asyncio.get_running_loop().call_later(self._lent, self.give_back)

    def give_back(self) -> None:
        """Let another compute."""
        if self._has_place:
            self._has_place = False
            self._timer.cancel()
            self._scheduler.end_place()

    async def take_back(self) -> None:
        """Wait for a place again, after giving one back."""
        await self._scheduler.come_back()
        self._take()


_turn: ContextVar[_Turn | None] = ContextVar("turn", default=None)


@asynccontextmanager
async def outside() -> AsyncIterator[None]:
    """While a request waits for Slack, another may have its place."""
    turn = _turn.get()
    if turn is None:
        yield
        return
    turn.give_back()
    try:
        yield
    finally:
        await turn.take_back()
