"""Times in figures and days of the week in a short line in which every word must be understood. Pure."""

from dataclasses import dataclass, field
from typing import Any

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
