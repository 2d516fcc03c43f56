"""A world whose clocks a test changes: time zone rules in a folder that comes before the pinned ones."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tzdata

from bot.domain.time import localtime
from bot.zone_data import use_pinned

RULES = Path(tzdata.__file__).parent / "zoneinfo"


class World:
    """The rules in force. After every change, it is as if the process had just started with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def enacts(self, **laws: str) -> None:
        """Let the clocks of a zone, such as `America__Vancouver`, run like another's from now on."""
        for zone, like in laws.items():
            file = self._folder / zone.replace("__", "/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes((RULES / like).read_bytes())
        zoneinfo.reset_tzpath((str(self._folder),))
        _forget()


@contextmanager
def changed_world(folder: Path) -> Iterator[World]:
    """A world to change; afterwards it is as it was."""
    try:
        yield World(folder)
    finally:
        use_pinned()
        _forget()


def _forget() -> None:
    zoneinfo.ZoneInfo.clear_cache()
    localtime._zone.cache_clear()
