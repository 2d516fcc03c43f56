"""Keeps libraries from looking for plug-ins in all that is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import Any

WITHOUT = ("apscheduler", "pydantic")


@contextmanager
def without_plugins() -> Iterator[None]:
    """Let APScheduler and pydantic, where they are imported within, find none of the plug-ins that other packages offer
    them. They look through all that is installed, three times and once: some hundredths of a start, and we use none.
    """
    look = metadata.entry_points

    def look_for_others(**chosen: Any) -> Any:
        return () if chosen.get("group", "").startswith(WITHOUT) else look(**chosen)

    metadata.entry_points = look_for_others
    try:
        yield
    finally:
        metadata.entry_points = look
