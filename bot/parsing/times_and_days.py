"""Times in figures, days of the week, working hours and months in a short line in which every word must be understood.
Pure.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from bot.domain.time.hours import DAYTIME, Hours
from bot.errors import Problem
from bot.parsing.grammar import GRAMMAR
from bot.parsing.languages import read_tokens
from bot.parsing.parser import Parser
from bot.parsing.reading import Asker, parser_of
from bot.parsing.text import Kind
from bot.parsing.values import Clock

FILLERS = (
    "at",
    "clock_at",
    "on",
    "in",
    "for",
    "of",
    "the",
    "every",
    "and",
    "please",
    ",",
    ";",
    "(",
    ")",
    ".",
    "、",
    "に",
    "の",
)
TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m)?"
SPAN = re.compile(rf"^(?:from\s+)?{TIME}\s*(?:-|–|—|to|till?|until|bis|and)\s*{TIME}$")
NOON = 12


@dataclass
class Parts:
    """The times and weekdays found (Monday = 0), and the words that were not understood."""

    clocks: list[Clock] = field(default_factory=list)
    days: set[int] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    has_digits: bool = False


def read_parts(text: str, asker: Asker) -> Parts:
    """The parts of `text`; abbreviated days are read in the person's own languages."""
    parser = parser_of(text, asker)
    parts = Parts(has_digits=any(token.kind is Kind.DIGITS for token in parser.tokens))
    place = 0
    while place < len(parser.tokens):
        place = _take(parser, place, parts)
    return parts


def sure_half(clock: Clock, hours: Hours, given: str) -> time:
    """The time, where it is clear which half of the day was meant. Raises Problem for a bare 1 to 6 that is read as
    afternoon where the morning suits the working hours, or the afternoon does not come before their end.
    """
    early, late = time(clock.hour, clock.minute), clock.at
    if early != late and (hours.holds(early) or not hours.holds(late) or late == hours.end):
        raise Problem("errors.time_either", field="at", given=given, early=f"{early:%H:%M}", late=f"{late:%H:%M}")
    return late


def read_hours(text: str, asker: Asker) -> tuple[time, time] | None:
    """From when to when; None if the text names no hours.

    On a 24-hour clock as the figures stand, otherwise as a meeting would be read: "9-5" ends in the afternoon. Raises
    Problem for "6-9", which may be in the morning or in the evening.
    """
    match = SPAN.match(text)
    if match is None or max(int(match[1]), int(match[4])) <= NOON:
        meeting = _meeting(text, asker)
        if meeting is not None:
            if match is not None and not match[3] and not match[6] and meeting[0].hour == int(match[1]) + NOON:
                sure_half(Clock(int(match[1]), int(match[2] or 0)), DAYTIME, text)
            return meeting
    if match is None:
        return None
    start, end = _time(match[1], match[2], match[3] or ""), _time(match[4], match[5], match[6] or "")
    return None if start is None or end is None else (start, end)


def _meeting(text: str, asker: Asker) -> tuple[time, time] | None:
    parser = parser_of(text, asker)
    spans = [*parser.match("half_range", 0), *parser.match("bare_span", 0)] if parser.tokens else []
    for span, end in spans:
        if end == len(parser.tokens) and span.is_clean:
            begins = datetime.combine(asker.now.date(), span.clock.at)
            return begins.time(), (begins + span.length).time()
    return None


def _time(hour: str, minute: str | None, half: str) -> time | None:
    """The time in figures; 24:00 is midnight. None if it is not a time."""
    number, minutes = int(hour), int(minute or 0)
    if half:
        number = number % 12 + (12 if half == "pm" else 0) if number <= 12 else 99
    return time(number % 24, minutes) if number <= 24 and minutes < 60 and (number, minutes) <= (24, 0) else None


def read_months(text: str, locale: str) -> int | None:
    """The number of months that the whole of `text` names, 0 for "forever"; None if it names none.

    `locale` is the language of the text, besides English.
    """
    parser = Parser(*read_tokens(text, locale), GRAMMAR, None)
    readings = parser.match("months", 0) if parser.tokens else []
    return next((months for months, end in readings if end == len(parser.tokens)), None)


def _take(parser: Parser, place: int, parts: Parts) -> int:
    """Take the days, time, small word or unknown word that begins at `place`. Returns the place after it."""
    tokens = parser.tokens
    days = _longest(parser, "weekdays", place)
    if days is not None:
        parts.days |= days[0]
        return days[1]
    clock = (
        _longest(parser, "figure_clock", place) if tokens[place].kind is Kind.DIGITS or tokens[place].is_cjk else None
    )
    if clock is not None and not (
        clock[1] < len(tokens) and tokens[clock[1]].glued and tokens[clock[1]].kind is not Kind.SIGN
    ):
        parts.clocks.append(clock[0])
        return clock[1]
    filler = max((end for kind in FILLERS for _, end in parser.match(kind, place)), default=None)
    if filler is None:
        parts.unknown.append(tokens[place].text)
    return filler or place + 1


def _longest(parser: Parser, kind: str, place: int) -> tuple[Any, int] | None:
    return max(parser.match(kind, place), key=lambda match: match[1], default=None)
