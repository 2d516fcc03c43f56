"""Makes Python use the time zone rules of the pinned package `tzdata`, never the machine's own.

By default zoneinfo looks in the system's folders first, where the rules are as old as the machine. Two machines could
then disagree about the same wall time, and one of them would send an hour late.
https://docs.python.org/3/library/zoneinfo.html#configuring-the-data-sources
"""

import sysconfig
import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import tzdata

# The rules change several times a year, and a release is named by its year. By the middle of the next year there has
# always been a newer one: https://data.iana.org/time-zones/tzdb/NEWS
LAST_GOOD_DAY = (6, 30)  # of the following year
HOW_TO = "Time zones may have changed since. Install the newest release, or run `pip install --upgrade tzdata`."


@dataclass(frozen=True, slots=True)
class ZoneData:
    """A release of the rules, with IANA's name: "2026f" is the sixth of 2026."""

    version: str

    def is_old(self, now: datetime) -> bool:
        """Whether there is certainly a newer release at the aware instant `now`."""
        return now.date() > date(int(self.version[:4]) + 1, *LAST_GOOD_DAY)

    def says(self, now: datetime) -> str:
        """A line for the operator: the release, and what to do if it is old."""
        return f"{self.version}, out of date. {HOW_TO}" if self.is_old(now) else self.version


PINNED = ZoneData(tzdata.IANA_VERSION)


def use_pinned() -> None:
    """Make this process use only the pinned rules, whatever PYTHONTZPATH says. Called first in every process."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        zoneinfo.ZoneInfo.clear_cache()


def of_the_machine() -> str:
    """The release on the machine itself, which is not used; "" if that is unknown."""
    for folder in (sysconfig.get_config_var("TZPATH") or "").split(":"):
        listing = Path(folder) / "tzdata.zi"
        if folder and listing.is_file():
            with listing.open(encoding="utf-8", errors="replace") as lines:
                return lines.readline().removeprefix("# version").strip()
    return ""
