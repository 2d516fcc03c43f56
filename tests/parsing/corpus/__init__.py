"""The corpus of what people type: tables of rows, each with the right answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.people.countries import places_like
from bot.domain.time.zone_menu import zones_like
from bot.errors import Problem
from bot.parsing.channel_requests import read_request
from bot.parsing.pauses import read_pause, read_week
from bot.parsing.reading import Asker
from bot.parsing.ridealong import read

FOLDER = Path(__file__).parent
KINDS = {"prompt": "prompt_channel", "digest": "digest"}
ASK, NOTHING, OPEN = "ask", "-", "open"


@dataclass(frozen=True, slots=True)
class Row:
    """Something that somebody typed: where (`field`), who they are, and the right answer, cell by cell."""

    language: str
    field: str
    typed: str
    right: tuple[str, ...]
    asker: Asker

    @property
    def answer(self) -> tuple[str, ...]:
        """What our parser makes of it, as the table's cells."""
        return READERS[self.field](self.typed, self.asker)

    def __str__(self) -> str:
        """The row's id, for the test's name."""
        return f"{self.language} {self.field} {self.typed or 'nothing'}"


def rows() -> Iterator[Row]:
    """All rows of all tables."""
    for path in sorted(FOLDER.glob("*.txt")):
        asker = Asker(datetime(2026, 1, 1, tzinfo=UTC), "UTC")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                day, clock, zone, locale = line[1:].split()
                now = datetime.fromisoformat(f"{day}T{clock}")
                asker = Asker(now, zone, locale)
            elif line and not line.startswith("#"):
                field, typed, *right = (cell.strip() for cell in line.split("|"))
                yield Row(path.stem, field, typed, tuple(right), asker)


def _ride(typed: str, asker: Asker) -> tuple[str, ...]:
    now = asker.now.replace(tzinfo=ZoneInfo(asker.zone))
    said = read(typed, now, asker.zone, locale=asker.locale)
    asked = {each.reason for each in said.unclear}
    of_day = asked - {"time", "contradiction", "zone", "part", "length", "person", "another"}
    of_time = asked & {"time", "contradiction", "zone", "part"}
    on = said.on.isoformat() if said.on else ASK if of_day else NOTHING
    at = f"{said.at:%H:%M}" if said.at else ASK if of_time else NOTHING
    minutes = str(int(said.length.total_seconds() // 60)) if said.length else NOTHING
    return said.customer, on, at, minutes


def _pause(typed: str, asker: Asker) -> tuple[str, ...]:
    try:
        pause = read_pause(typed, asker)
    except Problem:
        return (ASK,)
    return (f"{pause.first} .. {pause.last}" if pause.last else OPEN,)


def _nudge(typed: str, asker: Asker) -> tuple[str, ...]:
    try:
        request = read_request(f"<#C1|sales> {typed}", KINDS, "", asker)
    except Problem:
        return (ASK,)
    days = ",".join(str(day) for day in sorted(request.days)) if request.days else NOTHING
    cells = [f"{request.at:%H:%M}" if request.at else NOTHING, days, request.zone or NOTHING]
    while cells[-1] == NOTHING:
        cells.pop()
    return (" ".join(cells),)


def _zone(typed: str, asker: Asker) -> tuple[str, ...]:
    return (next(iter(zones_like(typed, asker.locale)), NOTHING),)


def _country(typed: str, asker: Asker) -> tuple[str, ...]:
    return (next(iter(places_like(typed, asker.locale)), NOTHING),)


def _holidays(typed: str, asker: Asker) -> tuple[str, ...]:
    try:
        request = read_request(f"<#C1|sales> 9:00 {typed}", KINDS, "", asker)
    except Problem:
        return (ASK,)
    return (request.country or NOTHING,)


def _pressure(typed: str, asker: Asker) -> tuple[str, ...]:
    try:
        return (str(read_week(typed, asker)),)
    except Problem:
        return (ASK,)


READERS = {
    "ride": _ride, "pause": _pause, "nudge": _nudge, "holidays": _holidays, "pressure": _pressure, "zone": _zone,
    "country": _country,
}  # fmt: skip
