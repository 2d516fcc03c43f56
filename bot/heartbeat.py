"""The clock: one heartbeat, on APScheduler. It knows no nudge; the database holds what is due."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import wall_clock

Beat = Callable[[], Awaitable[object]]


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
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin, inside a running event loop; the first beat comes at once, for whatever waited for this start."""
        self._well = self._steady()
        # That a beat is skipped while the one before is under way is meant, and not worth a warning each time.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        # The default grace of one second would drop a beat that finds the process busy.
        self._scheduler.add_job(
            self._once,
            "interval",
            seconds=self._seconds,
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
