"""Finds the day in typed text: the words that look like one are cut out and handed to dateparser. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from bot.domain.time.localtime import DAY

WEEKDAYS = {
    "monday", "mon", "tuesday", "tue", "tues", "wednesday", "wed", "weds", "thursday", "thu", "thur", "thurs",
    "friday", "fri", "saturday", "sat", "sunday", "sun",
}  # fmt: skip
MONTHS = {
    "january", "jan", "february", "feb", "march", "mar", "april", "apr", "may", "june", "jun", "july", "jul",
    "august", "aug", "september", "sep", "sept", "october", "oct", "november", "nov", "december", "dec",
}  # fmt: skip
DAYS = {"today", "tonight", "tomorrow", "yesterday"}
UNITS = {"minute", "minutes", "min", "hour", "hours", "day", "days", "week", "weeks"}
LINKS = {"in", "on", "next", "last", "this", "the", "after", "before", "of", "ago"}
COUNTS = {"a", "an", "one", "two", "three", "four", "five"}
SPELLINGS = {"weds": "wed", "thur": "thu", "thurs": "thu", "tues": "tue"}  # dateparser knows only the latter
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:[./](\d{4}|\d{2})?)?")
NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?\.?", re.IGNORECASE)
LONGEST_RUN = 6  # words: "on the 3rd of November 2026"
HERE = "\x00"


@dataclass(frozen=True, slots=True)
class Found:
    """The text without the day, and the day. `at` where the words say a time as well ("in two hours").

    `given` is what was read as the day, `unclear` what looks like one and is none ("31 feb"), else "".
    """

    rest: str
    on: date | None = None
    at: time | None = None
    given: str = ""
    unclear: str = ""
    is_weekday: bool = False


def find_date(text: str, now: datetime, zone: str, *, past: bool, locale: str = "") -> Found:
    """The last day in `text`, read at the naive local time `now`, ahead of it or (`past`) behind it.

    `zone` decides what 3/4 is: month first in American zones, unless Slack speaks another language there. A NUL stands
    where a time was cut out.
    """
    month_first = zone.startswith("America/") and locale in {"", "en-US"}
    words = text.split()
    unclear = ""
    for first, last in reversed(_runs(words)):
        found = _read(words, first, last, now, past=past, month_first=month_first)
        if found is not None:
            return found
        unclear = unclear or " ".join(words[first:last])
        words[first:last] = [HERE]
    return Found(" ".join(words), unclear=unclear)


@cache
def warm_up() -> None:
    """Read a first day, so that the first person who types one does not wait while dateparser reads its data."""
    find_date("thu", datetime(2026, 1, 1, tzinfo=UTC), "UTC", past=False)


def _read(words: list[str], first: int, last: int, now: datetime, *, past: bool, month_first: bool) -> Found | None:
    """The day in a run of words; what stands before it and dates nothing ("Day One tomorrow") stays in the text."""
    for start in range(first, last):
        run = [_plain(word) for word in words[start:last]]
        if run[0] in COUNTS:
            continue
        hour = _hour_after_day(run)
        moment = _parse(words[start : last - (hour is not None)], now, past=past, month_first=month_first)
        if moment is not None:
            by_clock = set(run) & {"hour", "hours", "minute", "minutes", "min"}
            return Found(
                rest=" ".join(words[:start] + words[last:]),
                on=moment.date(),
                at=moment.time() if by_clock else hour,
                given=" ".join(words[start:last]),
                is_weekday=bool(set(run) & WEEKDAYS) and not set(run) & {"next", "last"},
            )
        if run[0] in WEEKDAYS | MONTHS | DAYS or NUMBER.fullmatch(run[0]):
            return None
    return None


def _hour_after_day(run: list[str]) -> time | None:
    """ "tomorrow 9": an hour, where no month stands beside it."""
    if len(run) == 2 and run[0] in DAYS and run[1].isdigit() and int(run[1]) < 24:
        return time(int(run[1]))
    return None


def _runs(words: list[str]) -> list[tuple[int, int]]:
    """Where words stand in a row that can be a day, as (first, behind the last)."""
    runs = []
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and last - first < LONGEST_RUN and _may_belong(words[last]):
            last += 1
        start = first
        while start < last and not _is_day(words, start, last):
            start += 1  # "3 tomorrow" and "the Acme": words that belong to the customer
        if start < last:
            while not _anchors(words[last - 1]) and not NUMBER.fullmatch(words[last - 1]) and words[last - 1] != "ago":
                last -= 1
            runs.append((start, last))
        first = max(last, first + 1)
    return runs


def _plain(word: str) -> str:
    return word.lower().rstrip(",;.")


def _may_belong(word: str) -> bool:
    plain = _plain(word)
    return plain in LINKS | COUNTS or bool(NUMBER.fullmatch(plain)) or _anchors(word)


def _anchors(word: str) -> bool:
    plain = _plain(word)
    known = WEEKDAYS | MONTHS | DAYS | UNITS
    return plain in known or bool(ISO.fullmatch(plain)) or bool(NUMERIC.fullmatch(word.rstrip(",;")))


def _is_day(words: list[str], first: int, last: int) -> bool:
    """Whether the run is a day rather than part of a name such as "Sun Microsystems", "May & Sons" or "Day One"."""
    run = [_plain(word) for word in words[first:last]]
    strong = {word for word in run if _anchors(word)}
    numbers = any(NUMBER.fullmatch(word) for word in run)
    if not strong or (NUMBER.fullmatch(run[0]) and not (numbers and strong & (MONTHS | UNITS))):
        return False
    if strong <= MONTHS:
        return numbers
    if strong <= UNITS:
        return run[0] in {"in", "next", "last"} or run[-1] == "ago"
    if len(run) == 1 and run[0] in WEEKDAYS and not run[0].endswith("day"):
        beside = {words[first - 1] if first else "", words[last] if last < len(words) else HERE}
        return HERE in beside
    return run[0] not in COUNTS | {"of", "after", "before", "ago"}


def _parse(given: list[str], now: datetime, *, past: bool, month_first: bool) -> datetime | None:
    words = [SPELLINGS.get(_plain(word), word) for word in given]
    if len(words) == 3 and _plain(words[0]) in WEEKDAYS and [_plain(word) for word in words[1:]] == ["next", "week"]:
        words, now = words[:1], now + (6 - now.weekday()) * DAY  # from this Sunday on; dateparser does not know it
    order = "MDY" if month_first else "DMY"
    numeric = next((match for word in words if (match := NUMERIC.fullmatch(word.rstrip(",;")))), None)
    if numeric is not None:
        # One of the two being no month settles it, whatever the zone; dots are how Europeans write.
        first, second = int(numeric[1]), int(numeric[3])
        order = "DMY" if first > 12 or numeric[2] == "." else "MDY" if second > 12 else order
        year = f"/{numeric[4]}" if numeric[4] else ""
        words = [f"{first}/{second}{year}"]
        if not year:
            return _without_year(first, second, now, past=past, month_first=order == "MDY")
    import dateparser  # noqa: PLC0415 - a start need not wait for it; `warm_up` has it ready soon after

    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": "past" if past else "future",
        "DATE_ORDER": order,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found: datetime | None = dateparser.parse(" ".join(words), languages=["en"], settings=settings)
    return found


def _without_year(first: int, second: int, now: datetime, *, past: bool, month_first: bool) -> datetime | None:
    """A day and a month in figures: the nearest year in the direction. dateparser takes "12/24" for a year."""
    month, day = (first, second) if month_first else (second, first)
    for year in (now.year, now.year + (-1 if past else 1)):
        try:
            found = datetime(year, month, day)  # noqa: DTZ001 - on the reader's own wall clock
        except ValueError:
            continue
        if (found.date() <= now.date()) if past else (found.date() >= now.date()):
            return found
    return None
