"""Lengths of time: "for 45 min", "1h30", "an hour and a half", "anderthalb Stunden", "1時間半"."""

from datetime import timedelta

from bot.domain.time.localtime import DAY, WEEK
from bot.parsing.frame import Frame
from bot.parsing.parser import Grammar, rule

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LONGEST = timedelta(hours=8)  # of a call, if no word marks it as a length: "15h" is a time
HOURS_OF_DAY = 5
UNITS = {"hour": HOUR, "minute": MINUTE}
SPANS = {"day": DAY, "week": WEEK}
MONTHS = {"month": 1, "year": 12}


def decimal(_: Frame, whole: str, part: str) -> float | None:
    """ "1.5" and "1,5"."""
    return float(f"{whole}.{part}") if len(whole) <= 3 and len(part) <= 2 else None


def by_letter(_: Frame, n: float, unit_letter: str) -> timedelta | None:
    """ "2h", "45m"; from five hours on it is a time of day ("jeudi 9h")."""
    return n * UNITS[unit_letter] if unit_letter in UNITS and (unit_letter == "minute" or n < HOURS_OF_DAY) else None


def of_unit(_: Frame, n: float, unit: str) -> timedelta | None:
    """A number of hours or minutes."""
    return n * UNITS[unit] if unit in UNITS and n else None


def too_long(_: Frame, n: float, unit: str) -> timedelta | None:
    """ "for 3 days", which no call lasts, so that it is asked about."""
    return n * SPANS[unit] if unit in SPANS else None


def hours_and(_: Frame, n: float, unit: str, m: float) -> timedelta | None:
    """ "1 hour 30"."""
    return n * HOUR + m * MINUTE if unit == "hour" and m == int(m) and m < 60 else None


def and_half(_: Frame, n: float, unit: str) -> timedelta | None:
    """ "two hours and a half"."""
    return (n + 0.5) * HOUR if unit == "hour" else None


def months(_: object, n: float, unit: str = "month") -> int | None:
    """ "12", "2 years", "half a year": a whole number of months."""
    number = n * MONTHS[unit] if unit in MONTHS else 0.5
    return int(number) if number == int(number) else None


RULES: Grammar = {
    "count": (
        rule("digits", lambda _, digits: float(digits) if len(digits) <= 3 else None),
        rule("whole:digits ~.|, ~part:digits", decimal),
        rule("number", lambda _, number: number),
        rule("digits ~½", lambda _, digits: float(digits) + 0.5),
        rule("½", lambda _: 0.5),
        rule("first:number|digits and second:number", lambda _, first, second:
             float(first) + second if second == 0.5 else None),
        rule("whole:digits ~-", lambda _, whole: float(whole) if len(whole) <= 3 else None),
    ),
    "hour_or_minute": (
        rule("unit", lambda _, unit: unit if unit in UNITS else None),
        rule("unit_letter", lambda _, unit_letter: unit_letter if unit_letter in UNITS else None),
    ),
    "bare_length": (
        rule("n:count unit:hour_or_minute", of_unit),
        rule("said:long_length", lambda _, said: said),
    ),
    "long_length": (
        rule("n:count unit", of_unit),
        rule("n:count unit:hour_or_minute and? m:count", hours_and),
        rule("n:count unit:hour_or_minute and? m:count minutes:hour_or_minute", lambda f, n, unit, m, minutes:
             hours_and(f, n, unit, m) if minutes == "minute" else None),
        rule("n:count unit:hour_or_minute and half:number", lambda f, n, unit, half:
             and_half(f, n, unit) if half == 0.5 else None),
        rule("n:count unit:hour_or_minute and number half:number", lambda f, n, unit, number, half:
             and_half(f, n, unit) if (number, half) == (1, 0.5) else None),
        rule("n:count unit:hour_or_minute and? half_mark", and_half),
        rule("unit:hour_or_minute and half:number", lambda f, unit, half:
             and_half(f, 1, unit) if half == 0.5 else None),
        rule("minutes", lambda _, minutes: minutes * MINUTE),
        rule("number minutes", lambda _, number, minutes: minutes * MINUTE if number == 1 else None),
    ),
    "length": (
        rule("for|length_of said:bare_length", lambda _, said: said),
        rule("n:count unit_letter", by_letter),
        rule("said:long_length", lambda _, said: said if said <= LONGEST else None),
        rule("for? said:bare_length long", lambda _, said: said),
        rule("for n:count unit", too_long),
        rule("for some unit", lambda _: DAY),
        rule("all_day", lambda _: DAY),
        rule("( said:bare_length )", lambda _, said: said),
    ),
    "months": (
        rule("for? n:count unit?", months),
        rule("open", lambda _: 0),
    ),
}  # fmt: skip
