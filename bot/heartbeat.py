"""The clock: one heartbeat, on APScheduler. It knows no nudge; the database holds what is due."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import wall_clock

Beat = Callable[[], Awaitable[object]]


class _EverySoOften(BaseTrigger):  # type: ignore[misc]  # APScheduler carries no types
    """Fires so many seconds after it last did, and once after any jump ahead.

    APScheduler's own interval counts every second that the wall clock jumped over: a year ahead takes minutes and
    gigabytes to count.
    """

    def __init__(self, seconds: float) -> None:
        self._gap = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The gap from `now` on, which is APScheduler's own reading of the wall clock."""
        return now + self._gap


class _SteadyScheduler(AsyncIOScheduler):  # type: ignore[misc]  # APScheduler carries no types
    """APScheduler, whose timer is steady, but whose job times are those of the wall clock.

    Where that is put back, the next time would lie hours ahead. It wakes at the old time by its steady timer, and the
    job's time is moved to now.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(timezone="UTC")
        self._gap = timedelta(seconds=seconds)

    def wakeup(self) -> None:
        """Do what is due."""
        now = wall_clock()
        for job in self.get_jobs():
            if job.next_run_time is not None and job.next_run_time > now + self._gap:
                job.modify(next_run_time=now)
        super().wakeup()


class Heartbeat:
    """Calls `beat` every so many seconds, never twice at once. A beat that gives False did not do its work."""

    def __init__(
        self,
        beat: Beat,
        seconds: float = 1.0,
        late: Callable[[float], None] = lambda _: None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`late` is told with every beat by how many seconds it came too late; `steady` is a clock that never jumps."""
        self._beat = beat
        self._seconds = seconds
        self._late = late
        self._steady = steady
        self._last: float | None = None
        self._finished: float | None = None
        self._well: float | None = None
        self._running: asyncio.Future[object] | None = None
        self._scheduler = _SteadyScheduler(seconds)

    def start(self) -> None:
        """Begin, inside a running event loop; the first beat comes at once, for whatever waited for this start."""
        self._well = self._steady()
        # That a beat is skipped while the one before is under way is meant, and not worth a warning each time.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        # The default grace of one second would drop a beat that finds the process busy.
        self._scheduler.add_job(
            self._once,
            _EverySoOften(self._seconds),
            next_run_time=wall_clock(),  # the scheduler's own time, not the product's
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def is_alive(self, within: float) -> bool:
        """Whether a beat was finished in the last `within` seconds; one that never ends is stuck, and so are we."""
        return self._finished is not None and self._steady() - self._finished < within

    def is_well(self, within: float) -> bool:
        """Whether a beat went well in the last `within` seconds, or we have only begun: none that raised or gave False.

        Beats that fail are finished all the same, and are no sign that anything is done.
        """
        return self._well is not None and self._steady() - self._well < within

    async def stop(self) -> None:
        """No more beats; returns when the one that is under way is done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)

    async def _once(self) -> None:
        now = self._steady()
        if self._last is not None:
            self._late(max(0.0, now - self._last - self._seconds))
        self._last = now
        # APScheduler cancels what runs when it shuts down; a beat cut in the middle of a commit breaks its connection.
        self._running = asyncio.ensure_future(self._beat())
        went_well: object = False
        try:
            went_well = await asyncio.shield(self._running)
        finally:
            self._finished = self._steady()
            self._well = self._well if went_well is False else self._finished
