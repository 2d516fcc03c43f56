"""Keeps libraries from searching for plug-ins that are of no use to us."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from typing import Any, cast

WITHOUT = ("apscheduler", "pydantic")


@contextmanager
def without_plugins() -> Iterator[None]:
    """Keep APScheduler and pydantic, if imported inside, from looking for plug-ins of other packages: they search
    everything installed, three times and once. And make structlog do without rich, which would colour tracebacks that
    `bot.log` writes as text. Each saves some hundredths of a second at every start.
    """
    look = metadata.entry_points

    def look_for_others(**chosen: Any) -> Any:
        return () if chosen.get("group", "").startswith(WITHOUT) else look(**chosen)

    metadata.entry_points = look_for_others
    try:
        _import_without("structlog", "rich")
        yield
    finally:
        metadata.entry_points = look


def _import_without(library: str, other: str) -> None:
    """Import a library as if the other one were not installed; the other can still be imported later."""
    modules = cast("dict[str, Any]", sys.modules)
    if other in modules:
        import_module(library)
        return
    modules[other] = None
    try:
        import_module(library)
    finally:
        del modules[other]
