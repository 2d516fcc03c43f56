"""Channel nudges as people type them, and as they read them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.domain.time.typed import parse_days, parse_time
from bot.domain.time.zones import find_zone
from bot.errors import Problem

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")  # what Slack makes of #sales, with `should_escape`
FILLERS = frozenset({"at", "on", "in", "for", "the", "weekly", "o'clock", "set", "setup", "start"})
HALVES = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m"})


class Verb(StrEnum):
    """What to do with channel nudges."""

    SET = "set"
    LIST = "list"
    OFF = "off"


VERBS = {
    "list": Verb.LIST, "ls": Verb.LIST, "show": Verb.LIST,
    "off": Verb.OFF, "stop": Verb.OFF, "remove": Verb.OFF, "delete": Verb.OFF, "cancel": Verb.OFF,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """What was typed after `nudge`, or chosen in the modal. What was left out is "" or None."""

    verb: Verb = Verb.SET
    channel_id: str = ""
    kind: str = ""
    at: time | None = None
    days: frozenset[int] | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelNudgeFacts:
    """A channel nudge with when it comes next and came last (aware UTC, or None), and what went wrong lately."""

    nudge: ChannelNudge
    next_at: datetime | None
    last_at: datetime | None = None
    troubles: Sequence[Delivery] = ()


def read_request(text: str, kinds: Mapping[str, str], here: str = "") -> ChannelRequest:
    """What `text` asks for, its parts in any order: "#sales 09:00 mon-fri", "digest #sales mon 9am Europe/Berlin".

    `kinds` maps the words for a kind to its nudge key. `here` is the channel in which it was typed, meant where none is
    named. Nothing at all asks for the list. Raises Problem for what cannot be read, and for a time that is missing.
    """
    named = CHANNEL.search(text)
    words = CHANNEL.sub(" ", text).split()
    lower = [plain for word in words if (plain := word.lower().strip(",;"))]
    verb = next((VERBS[word] for word in lower if word in VERBS), Verb.SET if words or named else Verb.LIST)
    _refuse_unknown_channel(words)
    kind = next((kinds[word] for word in lower if word in kinds), "")
    channel_id = named[1] if named else here if here[:1] in ("C", "G") else ""
    request = ChannelRequest(verb, channel_id, kind)
    if verb is not Verb.SET:
        return request
    left = [word for word in lower if word not in kinds and word not in FILLERS]
    zone, left = _take_zone(left)
    at, left = _take_time(left)
    days = parse_days(" ".join(left)) if left else None
    if left and days is None:
        raise Problem("channels.days_unclear", given=" ".join(left))
    return ChannelRequest(verb, channel_id, kind, at, days, zone)


def _refuse_unknown_channel(words: Sequence[str]) -> None:
    unknown = next((word for word in words if word.startswith("#") and len(word) > 1), None)
    if unknown is not None:
        raise Problem("channels.unknown_channel", given=unknown)


def _take_zone(words: list[str]) -> tuple[str | None, list[str]]:
    """The zone among the words, by its name or its city, and the words without it."""
    for word in words:
        is_city = not word[0].isdigit() and parse_days(word) is None and find_zone(word)
        if "/" in word or is_city:
            return read_zone(word.strip("()")), [other for other in words if other != word]
    return None, words


def read_zone(text: str) -> str:
    """The IANA zone that `text` names: "new york" is America/New_York. Raises Problem where there is none."""
    zone = find_zone(text)
    if zone is None:
        raise Problem("channels.zone_unknown", field="zone", given=text)
    return zone


def _take_time(words: list[str]) -> tuple[time, list[str]]:
    """The time among the words, "9 am" as well, and the words without it. Raises Problem where there is none."""
    for number, word in enumerate(words):
        if word[0].isdigit():
            half = words[number + 1] if number + 1 < len(words) and words[number + 1] in HALVES else ""
            at = parse_time(f"{word} {half}")
            if at is None:
                raise Problem("channels.time_unclear", field="at", given=f"{word} {half}".strip())
            return at, words[:number] + words[number + (2 if half else 1) :]
    raise Problem("channels.no_time", field="at")
