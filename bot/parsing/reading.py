"""Prepares a text for parsing: its tokens, the words of its languages, and the frame for its days. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Self

from bot.domain.people.countries import places_like
from bot.domain.people.people import Person
from bot.domain.time.hours import DAYTIME, Hours
from bot.domain.time.localtime import local
from bot.domain.time.weeks import first_weekday, first_workday
from bot.domain.time.zone_menu import zones_like
from bot.parsing.frame import Frame
from bot.parsing.grammar import GRAMMAR
from bot.parsing.languages import read_tokens
from bot.parsing.locales import half_is_before, month_first
from bot.parsing.parser import Parser
from bot.parsing.text import Kind
from bot.parsing.values import Stretch
from bot.parsing.vocabulary import day_words

EDGES = re.compile(r"^[\s`\"'“”„.,;!]+|[^\w.):º°~〜–—-]+$")


@dataclass(frozen=True, slots=True)
class Asker:
    """The person who typed: the naive time on their wall clock, their zone, the locale of their Slack, and the weekday
    that they chose for their weeks to begin with (Monday = 0), None if they chose none, and their working hours.
    """

    now: datetime
    zone: str
    locale: str = ""
    first_day: int | None = None
    hours: Hours = DAYTIME

    @classmethod
    def of(cls, person: Person, now: datetime) -> Self:
        """A person at the aware instant `now`, with the usual hours."""
        return cls(local(now, person.zone).replace(tzinfo=None), person.zone, person.locale, person.first_day)

    def frame(self, *, past: bool = False) -> Frame:
        """The frame from which their days are computed."""
        return Frame(
            self.now.replace(second=0, microsecond=0, tzinfo=None),
            past,
            month_first(self.zone, self.locale),
            half_is_before(self.locale),
            first_weekday(self.zone, self.locale) if self.first_day is None else self.first_day,
            first_workday(self.zone, self.locale),
        )


def parser_of(text: str, asker: Asker, *, past: bool = False) -> Parser:
    """The parser for `text` as this person means it."""
    tokens, words = read_tokens(text, asker.locale)
    return Parser(tokens, words, GRAMMAR, asker.frame(past=past))


def whole_stretch(text: str, asker: Asker) -> Stretch | None:
    """The stretch of days that the whole of `text` names, or None if it names none.

    If it can mean several, `reason` is "which", with their last days as options.
    """
    parser = parser_of(EDGES.sub("", text), asker)
    if not parser.tokens:
        return None
    end_of_words = max(
        (place + 1 for place, token in enumerate(parser.tokens) if token.kind is not Kind.EMOJI), default=0
    )
    stretches = [value for value, end in parser.match("polite_stretch", 0) if end == end_of_words]
    stretches = [value for value in stretches if value.is_certain] or stretches
    clean = list(dict.fromkeys(stretch for stretch in stretches if not stretch.reason))
    if len(clean) > 1:
        options: tuple[date, ...] = tuple(dict.fromkeys(sorted(stretch.last for stretch in clean if stretch.last)))
        return (
            clean[0]
            if len(options) == 1 and len({stretch.first for stretch in clean}) == 1
            else Stretch(None, None, "which", options)
        )
    return clean[0] if clean else next(iter(stretches), None)


# So that the first person who types a day or a place need not wait for a table to load; in steps, since nothing stops a
# thread in the middle of one.
LOCALES = ("en-US", "de-DE", "es-ES", "fr-FR", "pt-BR", "ja-JP")
WARM_UP: tuple[Callable[[], object], ...] = (
    day_words,
    *(partial(whole_stretch, "until fri", Asker(datetime(1, 1, 1, tzinfo=UTC), "UTC", locale)) for locale in LOCALES),
    partial(zones_like, "berlin"),
    partial(places_like, "bavaria"),
)
