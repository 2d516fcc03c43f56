"""Meetings in somebody's own calendar that look like a ride-along."""

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta

USUAL = ("ride-along", "ride along", "ridealong", "joint call")
AHEAD = timedelta(days=14)
EVERY = timedelta(hours=1)
MOST_WORDS, LONGEST_WORD, SHORTEST_WORD = 10, 40, 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; `starts_at` is aware UTC. The same meeting moved to another time counts as a different one."""

    id: str
    title: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """The result of reading a calendar once: meetings from `first` on, all there are before `reached` (aware UTC).

    `is_whole`: the feed was not cut off, so a missing meeting has been removed. `seconds`: the processor time that
    reading it took.
    """

    meetings: tuple[Meeting, ...]
    first: datetime
    reached: datetime
    is_whole: bool = True
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PrivateCalendar:
    """Where somebody's calendar is, their own words for a ride-along, and when it is read next (aware UTC).

    `trouble` is why the last read failed, "" if it did not; `failures` counts failed reads in a row. `told_at` (aware
    UTC): when they were told about it; None if that is long over.
    """

    user_id: str
    address: str
    words: tuple[str, ...]
    look_at: datetime
    trouble: str = ""
    _: KW_ONLY
    failures: int = 0
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What the form shows of a calendar: never the address, which is a key to it, only its server."""

    host: str = ""
    words: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class MeetingOffers:
    """Upcoming meetings from one read, the earliest first; `zone` is the reader's."""

    zone: str
    meetings: tuple[Meeting, ...] = ()


def words_in(text: str) -> tuple[str, ...]:
    """The words and phrases that somebody typed, separated by commas, semicolons or lines: lower case, no repeats."""
    parts = [" ".join(part.lower().split()) for part in re.split(r"[,;\n]", text)]
    return tuple(dict.fromkeys(part[:LONGEST_WORD] for part in parts if len(part) >= SHORTEST_WORD))[:MOST_WORDS]


def all_words(own: Sequence[str]) -> tuple[str, ...]:
    """The usual words, then somebody's own."""
    return tuple(dict.fromkeys([*USUAL, *own]))


def customer_in(title: str, words: Sequence[str]) -> str:
    """What is left of a title without the words that mark it: usually the customer."""
    left = title
    for word in sorted(words, key=len, reverse=True):
        left = re.sub(re.escape(word), " ", left, flags=re.IGNORECASE)
    return re.sub(r"^(?:with|at|@)\s+", "", " ".join(left.split()).strip(" -–—:|,;/()[]"), flags=re.IGNORECASE)
