"""Work that the heartbeat starts without waiting for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot import log
from bot.clock import Clock

AT_ONCE = 50  # claimed at a time
SIDE_BY_SIDE = 5
LONGEST_BACK_OFF = timedelta(seconds=30)  # or the pause itself where that is longer
Claimed = tuple[str, str]  # a workspace, and what is due in it

logger = log.get(__name__)


class Background:
    """What a process does besides sending: `work`, at most once per `pause` and never twice at a time. `failed` is
    logged if it raises.
    """

    def __init__(self, clock: Clock, work: Callable[[], Awaitable[object]], pause: timedelta, failed: str) -> None:
        self._clock = clock
        self._work = work
        self._pause = self._wait = pause
        self._failed = failed
        self._next: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def tick(self) -> None:
        """Start it, if it is time; returns at once. A clock that was set back does not hold it up."""
        now = self._clock()
        is_time = self._next is None or not now < self._next <= now + self._wait
        if is_time and (self._task is None or self._task.done()):
            self._next = now + self._wait
            self._task = asyncio.create_task(self._safely())

    async def stop(self) -> None:
        """Cancel what is under way."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _safely(self) -> None:
        try:
            await self._work()
            self._wait = self._pause
        except Exception:
            self._wait = max(self._pause, min(2 * self._wait, LONGEST_BACK_OFF))
            logger.exception(self._failed)


async def each_due(
    claim: Callable[[int], Awaitable[Sequence[Claimed]]], work: Callable[[str, str], Awaitable[None]], failed: str
) -> int:
    """Do everything that is due, a few at a time; returns how many. `claim` takes a limit and gives each item once. An
    item that raises is logged as `failed` and does not hold up the others.
    """
    done, turns = 0, asyncio.Semaphore(SIDE_BY_SIDE)

    async def in_turn(workspace_id: str, key: str) -> None:
        async with turns:
            try:
                await work(workspace_id, key)
            except Exception:
                logger.exception(failed, workspace=workspace_id)

    while True:
        due = await claim(AT_ONCE)
        await asyncio.gather(*(in_turn(*claimed) for claimed in due))
        done += len(due)
        if len(due) < AT_ONCE:
            return done
