"""Parses the text after `/ridealong`: with whom, when, how long; the rest is the customer. Pure.

Words that look like a person, a time or a day but were not understood are returned as unclear, so that the form asks
about them instead of showing a guess.
"""

import html
import re
from datetime import datetime, timedelta

from bot.domain.ridealongs.facts import Unclear, Understood
from bot.domain.time.localtime import local
from bot.parsing.choice import BestReadings, Chooser, Piece, filler_end, is_unknown
from bot.parsing.parser import Parser
from bot.parsing.reading import Asker, parser_of
from bot.parsing.ridealong_text import RideAlongText
from bot.parsing.ridealong_when import length_of, moment_of
from bot.parsing.suspicions import conflicting, stray_number, suspicious
from bot.parsing.text import LINK, MENTION
from bot.parsing.values import Clock, SaidDay
from bot.parsing.zones import zone_behind

NO_MENTION = re.compile(r"(?<!\S)@(?!(?:noon|midday)\b)(?=[^\W\d])\S+", re.IGNORECASE)
EDGES = " ,;–-—:|()/·•、。"
QUOTES = '`"“”„'
OPENERS = re.compile(r"^(?:(?:with|at|on|for|and|&|mit|bei|con|com|avec|con|per|para|w/)\s+)+(?=\S)")
CLOSERS = re.compile(r"(?:\s+(?:with|w|at|on|for|and|from|the|am|um|à|le|el|la|a|as|na|no|em|by|@))+$")
LONE = re.compile(r"^(?:at|on|for|with|w|and|or|und|oder|y|et|e|am|um|à|le|el|na|no|の|に|と|は|、)$")
SHORT = 3  # letters of an abbreviated weekday
PARTICLES = re.compile(r"[のにとはへで、]+$|^[のにとはへで、]+(?=[^ぁ-ん])")


def read(
    text: str, now: datetime, zone: str, *, logged: bool = False, locale: str = "", first_day: int | None = None
) -> Understood:
    """The ride-along described by `text`, as it comes in a slash command.

    `now` is aware; days and times are on the wall clock of `zone`. A planned call (`logged` False) must be in the
    future, a call that took place in the past; a moment on the wrong side is unclear. `locale` is the language of the
    text, besides English; `first_day` is the weekday that the asker's weeks begin with (Monday = 0), None for what is
    usual there. Never raises.
    """
    other_id, left, unclear = _person(text)
    asker = Asker(local(now, zone).replace(tzinfo=None), zone, locale, first_day)
    reading = RideAlongText(left, asker, parser_of(left, asker, past=logged), logged, unclear=unclear)
    choice = _choose(reading)
    _find_zone(reading)
    _contradict(reading, choice)
    _look_around(reading)
    customer = _customer(reading)
    on, at = moment_of(reading, now)
    length = length_of(reading)
    return Understood(other_id, customer, on, at, length, unclear=tuple(reading.unclear), elsewhere=reading.elsewhere)


def _person(text: str) -> tuple[str | None, str, list[Unclear]]:
    """The mentioned person, the text without the mention, and names that Slack did not know."""
    ids = [mention[1] for mention in MENTION.finditer(text)]
    left = html.unescape(LINK.sub(lambda match: match[1] or match[2], MENTION.sub(" ", text)))
    unclear = [Unclear("another", "")] if len(ids) > 1 else []
    unclear += [Unclear("person", name) for name in NO_MENTION.findall(left)]
    return (ids[0] if ids else None), " ".join(NO_MENTION.sub(" ", left).split()), unclear


def _choose(reading: RideAlongText) -> BestReadings:
    """Take the reading that explains most. If several do equally well, what they differ in becomes a question."""
    choice = Chooser(reading.parser).choose()
    reading.items = choice.readings[0]
    merged = [_merged(items) for items in choice.readings]
    reading.day, reading.clock, reading.length = merged[0]
    days = {day and (day.on, day.reason) for day, _, _ in merged}
    clocks = {clock and (clock.at, clock.reason) for _, clock, _ in merged}
    if len(days) > 1:
        options = tuple(sorted({day.on for day, _, _ in merged if day and day.on}))
        reading.day = SaidDay(None, "which" if len(options) > 1 else "date", options)
    if len(clocks) > 1:
        reading.clock = Clock(0, reason="time")
    if len({length for _, _, length in merged}) > 1:
        reading.length = None
    return choice


def _contradict(reading: RideAlongText, choice: BestReadings) -> None:
    """Ask about whatever contradicts the reading: a second day or time beside it, and a day that was left to a name."""
    _contradicted(reading, conflicting(reading.parser, reading.items, choice.others))
    names = [item for item in choice.names if item.moment.day]
    if reading.day is None and names and (reading.clock or _is_full(reading, names[0])):
        reading.day = SaidDay(None, "name")
        reading.doubt("name", reading.typed(names[0].start, names[0].end))


def _contradicted(reading: RideAlongText, other: Piece | None) -> None:
    """Ask which is meant, if there is a second day or time beside the first."""
    if other is None or _is_name(reading, other):
        return
    typed = reading.typed(other.start, other.end)
    reading.items = (*reading.items, other)
    if other.moment.clock is not None:
        reading.clock = Clock(0, reason="asked")
        reading.doubt("time", typed)
    if other.moment.day is not None:
        reading.day = SaidDay(None, "asked")
        reading.doubt("maybe", typed)


def _is_name(reading: RideAlongText, other: Piece) -> bool:
    """Whether a second day belongs to a name: "Ruby Tuesday thu 3pm", "Tuesday Morning thu 3pm"."""
    tokens = reading.parser.tokens
    chosen = next((item for item in reading.items if item.moment.day), None)
    if other.moment.day is None or chosen is None or tokens[chosen.start].is_capitalised:
        return False
    if any(word.language == "de" for word, _ in reading.parser.vocabulary.at(tokens, other.start)):
        return False  # German writes every weekday with a capital
    behind_name = other.start == 0 or (
        is_unknown(reading.parser, other.start - 1) and tokens[other.start - 1].is_capitalised
    )
    return tokens[other.start].is_capitalised and behind_name and other.end <= chosen.start


def _is_full(reading: RideAlongText, item: Piece) -> bool:
    """Whether a day is written in full: "Sunday", not "Sun"."""
    return len(reading.typed(item.start, item.end)) > SHORT


def _merged(items: tuple[Piece, ...]) -> tuple[SaidDay | None, Clock | None, timedelta | None]:
    day = next((item.moment.day for item in items if item.moment.day), None)
    clock = next((item.moment.clock for item in items if item.moment.clock), None)
    return day, clock, next((item.moment.length for item in items if item.moment.length), None)


def _find_zone(reading: RideAlongText) -> None:
    timed = next((item for item in reading.items if item.moment.clock), None)
    if timed is None:
        return
    has_customer = any(place not in _taken(reading) for place in range(timed.start))
    reading.zone = zone_behind(reading.parser, timed.end, has_customer=has_customer)
    last = max(item.end for item in reading.items)
    if reading.zone is None and last > timed.end:  # "3pm fri PT"
        at_end = zone_behind(reading.parser, last, has_customer=has_customer)
        reading.zone = at_end if at_end and at_end.end == len(reading.parser.tokens) else None
    if reading.zone is not None and not reading.zone.name:
        reading.doubt("zone", reading.zone.given)
        reading.clock = Clock(0, reason="asked")
    if reading.zone is not None and reading.zone.start < reading.zone.end:
        reading.items = (*reading.items, Piece(reading.zone.start, reading.zone.end, timed.moment))


def _taken(reading: RideAlongText) -> set[int]:
    """The tokens that say when, including the small words before them."""
    taken = {place for item in reading.items for place in range(item.start, item.end)}
    for item in reading.items:
        place = item.start - 1
        while place >= 0 and place not in taken and _leads_here(reading.parser, place, item.start):
            taken.add(place)
            place -= 1
        place = item.end
        while place < len(reading.parser.tokens) and (end := _trails(reading.parser, place)):
            taken.update(range(place, end))
            place = end
    return taken | reading.left_out


def _trails(parser: Parser, place: int) -> int:
    """The place after words that say nothing about when, 0 where there are none."""
    return max((end for kind in ("please", "emoji") for _, end in parser.match(kind, place)), default=0)


def _leads_here(parser: Parser, place: int, start: int) -> bool:
    ends = filler_end(parser, place)
    return ends is not None and ends <= start


def _customer(reading: RideAlongText) -> str:
    """The rest of the text, word for word, without small words that led to a day or a time."""
    taken, tokens = _taken(reading), reading.parser.tokens
    kept, last = [], 0
    for place in sorted(taken):
        kept.append(reading.text[last : tokens[place].start])
        last = tokens[place].end
    kept.append(reading.text[last:])
    pieces = [_trimmed(piece) for piece in kept]
    customer = " ".join(piece for piece in pieces if any(letter.isalnum() for letter in piece))
    is_open = sum(customer.count(quote) for quote in QUOTES) % 2  # the other one was around a day or a time
    return customer.strip(QUOTES + EDGES) if is_open else customer


def _trimmed(piece: str) -> str:
    plain = " ".join(piece.split()).strip(EDGES)
    if plain.endswith(".") and plain.count(".") == 1 and len(plain) < 2:
        plain = ""
    plain = PARTICLES.sub("", CLOSERS.sub("", OPENERS.sub("", plain))) if taken_apart(plain) else plain
    return "" if LONE.match(plain) else plain.strip(EDGES)


def taken_apart(plain: str) -> bool:
    """Whether a piece has several words, or is in a script without spaces, so that small words can be dropped."""
    return " " in plain or any(letter > "\u3000" for letter in plain)


def _look_around(reading: RideAlongText) -> None:
    """Ask about words that could be a day but were not understood."""
    has_day, has_clock = reading.day is not None, reading.clock is not None
    if reading.day is not None and reading.day.reason in {"name", "asked"}:
        return
    doubt = suspicious(reading.parser, reading.items, has_day=has_day, has_clock=has_clock)
    number = stray_number(reading.parser, reading.items, has_clock=has_clock)
    if number is not None:
        reading.doubt("length" if has_clock else "time", reading.typed(number.start, number.end))
        reading.left_out |= set(range(number.start, number.end))
    if doubt is not None:
        reading.doubt("maybe" if doubt.is_name else "left_out", reading.typed(doubt.start, doubt.end))
        reading.left_out |= set() if doubt.is_name else set(range(doubt.start, doubt.end))
        reading.day = SaidDay(None, "maybe")
