"""Runs SQLite's statements in the event loop itself, for tests that run a great many of them one after another.

Two threads that wake each other cost more than a statement.

It relies on the inside of aiosqlite that `bot.storage.base.sqlite` names.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bot.storage.base import sqlite

BEGIN = sqlite._Connection.__init__


class _AtOnce:
    """Stands for the queue of a connection's thread, and for the thread: what is put in is run there and then."""

    daemon = True

    def start(self) -> None:
        """Start no thread."""

    def put_nowait(self, work: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        """Run a function; its outcome is the future's."""
        future, function = work
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - whatever it is, the awaiting side raises it
            if future is not None:
                future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)


def _begin(connection: Any, *arguments: Any) -> None:
    BEGIN(connection, *arguments)
    connection._thread = connection._tx = _AtOnce()


@contextmanager
def without_threads() -> Iterator[None]:
    """SQLite connections that are made meanwhile have no thread."""
    with patch.object(sqlite._Connection, "__init__", _begin):
        yield
