"""The end of a process: everything that has to finish shares one deadline."""

import asyncio
from collections.abc import Awaitable, Callable

from bot import log

logger = log.get(__name__)

LEAST = 0.5  # seconds that even the last step gets


class Finishing:
    """The seconds left for finishing. `steady` is a clock that never jumps."""

    def __init__(self, seconds: float, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._ends = steady() + seconds

    @property
    def left(self) -> float:
        """Seconds left, at least `LEAST`."""
        return max(LEAST, self._ends - self._steady())

    async def wait(self, *works: Awaitable[object]) -> None:
        """Let these finish in the time left. Work that takes longer is not cancelled, since cancelling would wait for a
        database, or a disk, that may be what hangs.

        Raises nothing: failed or late work is logged, and the rest goes on to its end.
        """
        tasks = [asyncio.ensure_future(work) for work in works]
        if not tasks:
            return
        finished, late = await asyncio.wait(tasks, timeout=self.left)
        for task in finished:
            if not task.cancelled() and (error := task.exception()) is not None:
                logger.warning("end_failed", exc_info=error)
        if late:
            logger.warning("not_finished", works=len(late))
