"""Reads what was typed behind `/ridealong`: with whom, when, how long; the rest is the customer. Pure.

Whatever looks like a person, a time or a date and is none comes back as unclear, so that the modal can say so.
"""

import html
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.domain.ridealongs.facts import Unclear, Understood
from bot.domain.ridealongs.plan_check import LONGEST, SHORTEST
from bot.domain.time.localtime import DAY, instant, local
from bot.domain.time.typed import parse_time
from bot.parsing.days import Found, find_date
from bot.parsing.languages import to_english

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
LINK = re.compile(r"<[^>|]*\|([^>]+)>|<([^>|]+)>")
NO_MENTION = re.compile(r"(?<!\S)@\S+")
HERE = "\x00"  # stands where a time or a length was, so that a date beside it is still known as one
NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half an": 0.5, "half": 0.5}
COUNT = r"(\d+(?:\.\d+)?|half an|half|an|a|one|two|three)"
LENGTH = re.compile(
    # Small letters only: 3M is a customer.
    rf"(?<!\S)(?P<said>[Ff]or\s+)?(?<!in )(?:{COUNT}\s*(?:h|hrs?|hours?)(?:\s*(\d{{1,2}})\s*(?:m|min|mins|minutes)?)?"
    rf"|{COUNT}\s*(?:m|mins?|minutes?))(?=[\s,;]|$)"
)
CLOCK = r"\d{1,2}[:h]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{1,2}h(?=\s|$)"
RANGE = re.compile(rf"(?<!\S)(?:at\s+|from\s+)?({CLOCK})\s*(?:-|–|to|until)\s*({CLOCK})(?=[\s,;.]|$)", re.IGNORECASE)
TIME = re.compile(rf"(?<!\S)(?:at\s+|@\s*)?({CLOCK}|noon|midday)(?=[\s,;.]|$)", re.IGNORECASE)
AT_HOUR = re.compile(r"(?<!\S)at\s+(\d{1,2})(?=[\s,;.]|$)", re.IGNORECASE)
LOOSE_ENDS = re.compile(
    r"^(?:(?:with|at|on|for|and|@)\s+)+|(?:\s+(?:with|at|on|for|and|from|@))+$|^(?:at|on|for|with|and)$"
)


class _Text:
    """The text that is left, and what was taken out of it."""

    def __init__(self, text: str) -> None:
        self.left = text
        self.unclear: list[Unclear] = []

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, cut out of the text, or None."""
        match = pattern.search(self.left)
        if match is not None:
            self.cut(match)
        return match

    def cut(self, match: re.Match[str]) -> None:
        """Put a mark where the match stands."""
        self.left = f"{self.left[: match.start()]} {HERE} {self.left[match.end() :]}"

    def doubt(self, reason: str, given: str) -> None:
        """Note a piece that could not be taken as it stands."""
        self.unclear.append(Unclear(reason, given.strip()))


def read(text: str, now: datetime, zone: str, *, logged: bool = False, locale: str = "") -> Understood:
    """What `text`, as Slack hands a slash command's text over, says about a ride-along.

    `now` is aware; days and times are on the wall clock of `zone`. A planned call (`logged` False) is looked for in
    the future, one that happened already in the past; a moment on the wrong side is unclear. `locale` is the language
    that it is typed in, beside English. Raises nothing.
    """
    translated = to_english(text, locale)
    left = _Text(translated.text)
    other_id = _person(left)
    length = _length(left)
    at, ranged = _time(left)
    found = find_date(left.left, local(now, zone).replace(tzinfo=None), zone, past=logged, locale=locale)
    left.left = found.rest
    if found.unclear:
        left.doubt("date", found.unclear)
    at = at or found.at
    on = _day(left, found, at, now, zone, logged)
    unclear = tuple(Unclear(each.reason, translated.original(each.given)) for each in left.unclear)
    return Understood(other_id, translated.original(_customer(left)), on, at, length or ranged, unclear)


def _person(left: _Text) -> str | None:
    ids = MENTION.findall(left.left)
    left.left = MENTION.sub(" ", left.left)
    left.left = html.unescape(LINK.sub(lambda match: match[1] or match[2], left.left))
    if len(ids) > 1:
        left.doubt("another", "")
    while (unknown := left.take(NO_MENTION)) is not None:
        left.doubt("person", unknown[0])
    return ids[0] if ids else None


def _length(left: _Text) -> timedelta | None:
    for match in LENGTH.finditer(left.left):
        _, hours, more, minutes = match.groups()
        length = timedelta(hours=_number(hours), minutes=_number(more) + _number(minutes))
        fits = SHORTEST <= length <= LONGEST
        if fits or match["said"]:
            left.cut(match)
            if not fits:
                left.doubt("length", match[0])
            return length if fits else None
    return None  # "24 hour service" is a customer, "15h30" a time


def _number(text: str | None) -> float:
    return NUMBERS.get(text.lower()) or float(text) if text else 0.0


def _time(left: _Text) -> tuple[time | None, timedelta | None]:
    """The time of day, and the length where a range was typed."""
    between = left.take(RANGE)
    if between is not None:
        first, last = parse_time(between[1]), parse_time(between[2])
        if first is None or last is None or last <= first:
            left.doubt("time", between[0])
            return first, None
        span = timedelta(hours=last.hour - first.hour, minutes=last.minute - first.minute)
        return first, span if SHORTEST <= span <= LONGEST else None
    found: time | None = None
    read_as: tuple[tuple[re.Pattern[str], Callable[[str], time | None]], ...] = ((TIME, _clock), (AT_HOUR, _hour))
    for pattern, reader in read_as:
        while (match := left.take(pattern)) is not None:
            at = reader(match[1])
            if at is None or found is not None:
                left.doubt("time", match[0])
            found = found or at
    return found, None


def _clock(text: str) -> time | None:
    return time(12) if text.lower() in {"noon", "midday"} else parse_time(text.lower().removesuffix("h"))


def _hour(text: str) -> time | None:
    """ "at 3": nobody sells at three in the morning, so 1 to 6 are in the afternoon."""
    at = parse_time(text)
    return at.replace(hour=at.hour + 12) if at and 1 <= at.hour <= 6 else at


def _day(left: _Text, found: Found, at: time | None, now: datetime, zone: str, logged: bool) -> date | None:
    here = local(now, zone)
    on = found.on
    if on is None:
        if at is None or found.unclear or left.unclear:
            return None
        gone = instant(here.date(), at, zone) <= now
        return here.date() - DAY * (not gone) if logged else here.date() + DAY * gone
    if found.is_weekday and abs(on - here.date()) == 7 * DAY and at is not None:
        # "thu 15:00", typed on a Thursday, is today where that is still to come (or, for a logged one, gone by).
        on = here.date() if (instant(here.date(), at, zone) > now) is not logged else on
    begins = instant(on, at, zone) if at else None
    if logged:
        wrong = on > here.date() or (begins is not None and begins > now)
    else:
        wrong = on < here.date() or (begins is not None and begins < now)
    if wrong:
        left.doubt("future" if logged else "past", f"{found.given} {at:%H:%M}" if at else found.given)
    return None if wrong else on


def _customer(left: _Text) -> str:
    words = " ".join(left.left.replace(HERE, " ").split()).strip(" ,;–-")
    return LOOSE_ENDS.sub("", words).strip(" ,;–-")
