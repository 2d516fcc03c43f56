"""The heartbeat, on APScheduler. It knows nothing about nudges; the database holds what is due."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import wall_clock

Beat = Callable[[], Awaitable[object]]


class _EverySoOften(BaseTrigger):  # type: ignore[misc] # APScheduler has no types
    """A trigger that fires a number of seconds after it last did, and only once after any jump ahead.

    APScheduler's own interval trigger would count every interval that the wall clock jumped over, which takes minutes
    and gigabytes for a year.
    """

    def __init__(self, seconds: float) -> None:
        self._gap = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The time one gap after `now`, which is APScheduler's own reading of the wall clock."""
        return now + self._gap


class _SteadyScheduler(AsyncIOScheduler):  # type: ignore[misc] # APScheduler has no types
    """APScheduler, which sleeps by a steady timer but keeps job times by the wall clock.

    When the wall clock is put back, the next time would be hours ahead. The timer still wakes at the old time, and the
    job's time is then moved to now.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(timezone="UTC")
        self._gap = timedelta(seconds=seconds)

    def wakeup(self) -> None:
        """Run the jobs that are due."""
        now = wall_clock()
        for job in self.get_jobs():
            if job.next_run_time is not None and job.next_run_time > now + self._gap:
                job.modify(next_run_time=now)
        super().wakeup()


class Heartbeat:
    """Calls `beat` every few seconds, never twice at once. A beat that returns False did not do its work."""

    def __init__(
        self,
        beat: Beat,
        seconds: float = 1.0,
        late: Callable[[float], None] = lambda _: None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`late` is called at every beat with how many seconds late it is; `steady` is a clock that never jumps."""
        self._beat = beat
        self._seconds = seconds
        self._late = late
        self._steady = steady
        self._last: float | None = None
        self._finished: float | None = None
        self._well: float | None = None
        self._running: asyncio.Future[object] | None = None
        self._is_stopping = False
        self._goes_on = asyncio.Event()
        self._scheduler = _SteadyScheduler(seconds)

    def start(self) -> None:
        """Begin, inside a running event loop. The first beat comes at once."""
        self._well = self._steady()
        # Beats are skipped on purpose while the previous one is under way, which is not worth a warning each time.
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
        """Whether a beat finished within the last `within` seconds; if not, one is stuck."""
        return self._finished is not None and self._steady() - self._finished < within

    def is_well(self, within: float) -> bool:
        """Whether a beat succeeded within the last `within` seconds, neither raising nor returning False; True shortly
        after the start.

        A beat that fails finishes too, but is no sign that anything gets done.
        """
        return self._well is not None and self._steady() - self._well < within

    @property
    def goes_on(self) -> bool:
        """Whether a beat has finished and the next one has begun, so that nobody is waiting for the start any more."""
        return self._goes_on.is_set()

    async def second_beat(self) -> bool:
        """Wait until the second beat has begun. Returns False if it is being stopped, or was stopped before."""
        await self._goes_on.wait()
        return not self._is_stopping

    async def stop(self) -> None:
        """Stop beating; returns when the beat under way is done."""
        self._is_stopping = True
        self._goes_on.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)

    async def _once(self) -> None:
        now = self._steady()
        if self._last is not None:
            self._goes_on.set()
            self._late(max(0.0, now - self._last - self._seconds))
        self._last = now
        # APScheduler cancels running jobs when it shuts down; a beat cut off in the middle of a commit breaks its
        # connection.
        self._running = asyncio.ensure_future(self._beat())
        went_well: object = False
        try:
            went_well = await asyncio.shield(self._running)
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise  # otherwise APScheduler would print it, while the beat itself goes on to its end
        finally:
            self._finished = self._steady()
            self._well = self._well if went_well is False else self._finished
