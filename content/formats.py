"""How a language writes numbers, days, times and lists: by Babel, which has it from Unicode's CLDR."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

CLOCK = "-u-hc-"  # Unicode's mark in a locale for somebody's preferred clock: "de-DE-u-hc-h12"
_CLOCKS = {"h12": "hm", "h23": "Hm"}
WORLD = "en-GB"  # English for everybody who does not write dates the American way

# CLDR's skeletons: which parts of a date are written. Their order and marks are the language's own.
SHORT_DAY = "MMMEd"  # Tue 24 Nov
SHORT_DAY_AND_YEAR = "yMMMEd"
PLAIN_DAY = "yMMMd"  # 24 Nov 2026
FULL_DAY = "full"  # Tuesday, 24 November 2026
LITTLE_DAY = "MMMd"  # 24 Nov
MONTH = "MMM"
KEPT = 4096  # written dates and plurals, a few hundred bytes each: lists of years repeat the same ones over and over


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A local date as a fact of a sentence; `skeleton` says which of its parts are written."""

    on: date
    skeleton: str = SHORT_DAY


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A wall-clock time on a local date as a fact of a sentence, with the zone where it could be misread."""

    wall: datetime
    zone: str = ""
    skeleton: str = SHORT_DAY


@dataclass(frozen=True, slots=True)
class WrittenWeekdays:
    """Days of the week (Monday = 0) as a fact of a sentence: "Mon–Fri", "Tue, Thu"."""

    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Several things as a fact of a sentence, of which one is meant: "Monday or Tuesday"."""

    of: tuple[object, ...]


def text(fact: object, locale: str) -> str:
    """A fact as the language `locale` writes it."""
    if isinstance(fact, str):
        return fact
    write = _WRITERS.get(type(fact)) or next(
        (write for kind, write in _WRITERS.items() if isinstance(fact, kind)), None
    )
    return str(fact) if write is None else write(fact, locale)


def number(value: Any, locale: str) -> str:
    """ "1,234.5": a number, with at most three digits behind its point."""
    if isinstance(value, int) and 0 <= value < 1000:  # every language that we know writes these the same way
        return str(int(value))
    from babel.numbers import format_decimal  # noqa: PLC0415 - a start need not wait for it

    return format_decimal(value, locale=spoken(locale))


def plural_form(value: object, locale: str) -> str:
    """Which plural a number takes: "one", "few", "other" and the like. Raises TypeError for anything but a number."""
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number, so it cannot choose a plural")
    return _plural_form(value, locale)


@lru_cache(KEPT)
def _plural_form(value: float, locale: str) -> str:
    return spoken(locale).plural_form(value)


def listed(parts: Iterable[object], locale: str, *, is_choice: bool = False) -> str:
    """Several parts as one: "Anna, Ben and Cem"; with "or" where one of them is meant."""
    from babel.lists import format_list  # noqa: PLC0415 - as above

    texts = [text(part, locale) for part in parts]
    return format_list(texts, style="or" if is_choice else "standard", locale=spoken(locale))


def clock_time(at: time, locale: str) -> str:
    """ "08:30", or "8:30 AM" where people use the twelve-hour clock."""
    from babel.dates import format_skeleton, format_time  # noqa: PLC0415 - as above

    clock = _CLOCKS.get(locale.partition(CLOCK)[2])
    if clock is None:
        return format_time(at, "short", locale=spoken(locale)).replace("\u202f", " ")
    on_some_day = datetime.combine(date(2000, 1, 1), at, tzinfo=UTC)
    return format_skeleton(clock, on_some_day, locale=spoken(locale)).replace("\u202f", " ")


def weekday(day: int, locale: str) -> str:
    """The short name of a weekday (Monday = 0): "Mon"."""
    return str(spoken(locale).days["stand-alone"]["abbreviated"][day])


def month_name(month: int, locale: str) -> str:
    """The name of a month (January = 1) as written on its own."""
    return str(spoken(locale).months["stand-alone"]["wide"][month])


def _weekdays(days: frozenset[int], locale: str) -> str:
    """Runs of three and more are joined by a dash."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    texts: list[str] = []
    for run in runs:
        names = [weekday(day, locale) for day in run]
        texts += [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names
    return ", ".join(texts)


@lru_cache(KEPT)
def _date(on: date, skeleton: str, locale: str) -> str:
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - as above

    if skeleton == FULL_DAY:
        return format_date(on, "full", locale=spoken(locale))
    return format_skeleton(skeleton, datetime(on.year, on.month, on.day, tzinfo=UTC), locale=spoken(locale), fuzzy=True)


def _moment(moment: WrittenMoment, locale: str) -> str:
    glue = str(spoken(locale).datetime_formats["medium"])
    day, at = _date(moment.wall.date(), moment.skeleton, locale), clock_time(moment.wall.time(), locale)
    joined = glue.replace("{1}", day).replace("{0}", at)
    return f"{joined} ({moment.zone})" if moment.zone else joined


@cache
def spoken(locale: str) -> "Locale":
    """What Babel knows of a locale such as "de-AT"; of its language, or of English, where it does not know it."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    named = locale.partition(CLOCK)[0]
    for tag in (named, named.partition("-")[0], WORLD):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(WORLD)


# How each kind of fact is written; a bool is an int, too, and a datetime a date, so they come before them.
_WRITERS: Mapping[type, Callable[[Any, str], str]] = {
    bool: lambda fact, _locale: str(fact),
    int: number,
    float: number,
    WrittenDay: lambda fact, locale: _date(fact.on, fact.skeleton, locale),
    WrittenMoment: _moment,
    WrittenWeekdays: lambda fact, locale: _weekdays(fact.days, locale),
    Alternatives: lambda fact, locale: listed(fact.of, locale, is_choice=True),
    datetime: lambda fact, locale: _moment(WrittenMoment(fact), locale),
    date: lambda fact, locale: _date(fact, SHORT_DAY, locale),
    time: clock_time,
    list: listed,
    tuple: listed,
}
