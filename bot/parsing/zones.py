"""Parses the zone after a time: "3pm ET", "15:00 (Berlin)", "9am London time", "15:00 UTC+2". Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.time.localtime import instant, local
from bot.domain.time.zones import find_zone
from bot.parsing.parser import Parser
from bot.parsing.text import Kind

ABBREVIATION = re.compile(r"[A-Z]{2,4}T|GMT|UTC")
MANY = "?"  # in the tables, an abbreviation that several zones share
MOST_WORDS = 3  # words in a city's name
OWN = frozenset({"my", "our", "meine", "meiner", "unsere", "unserer", "mi", "mon", "notre", "minha", "nossa"})
THEIRS = frozenset({
    "their", "his", "her", "your", "customer", "customers", "client", "clients", "local", "ihre", "ihrer", "seine",
    "seiner", "deren", "su", "sua", "son", "leur", "votre",
})  # fmt: skip
ALONE = frozenset({"local", "ortszeit", "kundenzeit"})  # the same, without "time" behind


@dataclass(frozen=True, slots=True)
class SaidZone:
    """A typed zone: `name` is its IANA name or an offset such as "+02:00", "" if it can mean several zones.

    One that may also begin a customer's name takes no tokens: `start` is `end`.
    """

    given: str
    name: str
    start: int
    end: int


def zone_behind(parser: Parser, place: int, *, has_customer: bool) -> SaidZone | None:
    """The zone at token `place`, right after a time; a city alone counts only beside a customer's name."""
    start = place
    tokens = parser.tokens
    while place < len(tokens) and tokens[place].plain in {"(", ",", "in"}:
        place += 1
    opened = any(token.plain == "(" for token in tokens[start:place])  # "in Berlin" may be the place where they meet
    said_zone = _offset(parser, place) or _abbreviation(parser, place, has_customer)
    said_zone = said_zone or _somebodys(parser, place, has_customer) or _city(parser, place, opened, has_customer)
    said_zone = said_zone or _or_name(parser, place)
    if said_zone is None:
        return None
    closed = said_zone.end < len(tokens) and tokens[said_zone.end].plain == ")"
    return SaidZone(said_zone.given, said_zone.name, start, said_zone.end + closed)


def wall_time(on: date, at: time, zone: str, here: str) -> datetime:
    """A time in `zone`, an IANA name or an offset, converted to the wall clock of the zone `here`."""
    if zone[:1] in "+-":
        return local(datetime.combine(on, at, datetime.strptime(zone, "%z").tzinfo), here)
    return local(instant(on, at, zone), here)


def _offset(parser: Parser, place: int) -> SaidZone | None:
    tokens = parser.tokens
    at = place
    if at < len(tokens) and tokens[at].plain in {"utc", "gmt"}:
        at += 1
    glued = at > place or (at + 1 < len(tokens) and (tokens[at].glued or tokens[at + 1].glued))
    if (
        at + 1 >= len(tokens)
        or tokens[at].plain not in {"+", "-"}
        or not glued
        or tokens[at + 1].kind is not Kind.DIGITS
    ):
        return None
    if at == place and tokens[at].plain == "-":
        return None  # "15:00-16:00"
    hours, minutes, end = tokens[at + 1].plain, "00", at + 2
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    elif end + 1 < len(tokens) and tokens[end].plain == ":" and tokens[end + 1].kind is Kind.DIGITS:
        minutes, end = tokens[end + 1].plain, end + 2
    if int(hours) > 14 or int(minutes) > 59:
        return None
    typed = "".join(token.text for token in tokens[place:end])
    return SaidZone(typed, f"{tokens[at].plain}{int(hours):02}:{int(minutes):02}", place, end)


def _abbreviation(parser: Parser, place: int, has_customer: bool) -> SaidZone | None:
    if place >= len(parser.tokens):
        return None
    token, is_last = parser.tokens[place], place + 1 == len(parser.tokens)
    known = parser.match("zone", place)
    end = place + 1 + (not is_last and bool(parser.match("zone_time", place + 1)))
    is_alone = is_last or end > place + 1 or parser.tokens[place + 1].kind is not Kind.WORD
    if known and (is_alone or token.text.isupper()):
        name = "" if known[0][0] == MANY else known[0][0]
        return SaidZone(token.text, name, place, end)
    if ABBREVIATION.fullmatch(token.text) and has_customer and not parser.vocabulary.at(parser.tokens, place):
        return SaidZone(token.text, "", place, end)
    return None


def _or_name(parser: Parser, place: int) -> SaidZone | None:
    """A zone before more words, which may all be a name: "3pm pt Barnum", "3pm Pacific Life"."""
    if place >= len(parser.tokens) or [word.kind for word, _ in parser.vocabulary.at(parser.tokens, place)] != ["zone"]:
        return None
    return SaidZone(parser.tokens[place].text, "", place, place)


def _somebodys(parser: Parser, place: int, has_customer: bool) -> SaidZone | None:
    """ "Tom's time": another clock, though we do not know which."""
    tokens = parser.tokens
    if not has_customer or [token.plain for token in tokens[place + 1 : place + 3]] != ["'", "s"]:
        return None
    said_so = place + 3 < len(tokens) and parser.match("zone_time", place + 3)
    return SaidZone(tokens[place].text, "", place, place + 4) if said_so else None


def _city(parser: Parser, place: int, opened: bool, has_customer: bool) -> SaidZone | None:
    tokens = parser.tokens
    for length in range(MOST_WORDS, 0, -1):
        words = tokens[place : place + length]
        if len(words) < length or any(word.kind is not Kind.WORD and word.plain not in "/_" for word in words):
            continue
        end = place + length
        said_so = end < len(tokens) and bool(parser.match("zone_time", end))
        if words[0].plain in OWN | THEIRS and (said_so or (end < len(tokens) and parser.match("own_time", end))):
            return SaidZone(words[0].text, "" if words[0].plain in THEIRS else "+", place, end + 1)
        if words[0].plain in ALONE and length == 1 and end == len(tokens):
            return SaidZone(words[0].text, "", place, end)
        typed = " ".join(word.text for word in words)
        zone = find_zone(typed)
        if zone is None and said_so and has_customer:
            return SaidZone(typed, "", place, end + 1)
        if zone is not None and (said_so or opened):
            return SaidZone(typed, zone, place, end + said_so)
        if zone is not None and has_customer:
            return SaidZone(typed, "", place, end)
    return None
