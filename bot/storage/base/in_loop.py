"""Runs what a SQLite connection has to do in the event loop itself, without a thread: for a file in memory that one
process alone has open, as that of the demo's page and of tests.

There, a trip to a thread and back costs more than most statements. On a disk it is worth that: a commit waits for the
disk, and all who share the loop would wait with it.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from aiosqlite.core import set_exception, set_result

AGAIN = 0.002  # seconds; the holder of a lock needs this loop to go on, so nobody waits for it inside of SQLite
PRIMARY = 0xFF  # the part of SQLite's error codes that says the kind


class Here:
    """Stands in for the queue to the thread, and does at once what is put into it."""

    def __init__(self, timeout: float) -> None:
        """`timeout`: seconds to wait for a lock that another connection holds."""
        self._timeout = timeout

    def put_nowait(self, work: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        """Run a function of the connection. As with the thread, its result comes in a later round of the loop, so that
        others have their turn.
        """
        future, function = work
        if future is None or future.get_loop().is_closed():
            function()  # nobody holds the connection any more, and it is closed
        else:
            _answer(future, function, future.get_loop().time() + self._timeout)


def _answer(future: asyncio.Future[Any], function: Callable[[], Any], until: float) -> None:
    loop = future.get_loop()
    if future.cancelled():
        return
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - it is raised where the future is awaited
        if _is_locked(error) and loop.time() < until:
            loop.call_later(AGAIN, _answer, future, function, until)
        else:
            loop.call_soon(set_exception, future, error)
    else:
        loop.call_soon(set_result, future, result)


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY
