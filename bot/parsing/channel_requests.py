"""Reads what was typed after `/secondchair nudge`: the channel, the kind, a time, the days, a zone, holidays. Pure.

The nudge goes to everybody in a channel, without a form to check it first. So times must be in figures, abbreviated
days in the person's own languages, and every word must be understood.
"""

from collections.abc import Mapping, Sequence
from datetime import time

from bot.domain.channels.channels import CHANNEL, DIGEST, VERBS, ChannelRequest, Verb, no_time, read_zone
from bot.domain.time.zones import find_zone, is_abbreviation
from bot.errors import Problem
from bot.parsing.countries import take_holidays
from bot.parsing.reading import Asker
from bot.parsing.times_and_days import read_parts, sure_half
from content.languages import languages, own_name

FILLER_WORDS = frozenset({"weekly", "set", "setup", "up", "the", "in", "for"})
AROUND_OFF = frozenset({
    "turn", "switch", "please", "pls", "it", "this", "channel", "here", "nudge", "nudges", "daily", "weekly", "all",
})  # fmt: skip
START, WEEKLY = "start", "weekly"
LANGUAGE_WORDS = frozenset({"language", "sprache", "langue", "idioma", "言語"})
MOST_ZONE_WORDS = 3


def read_request(text: str, kinds: Mapping[str, str], here: str, asker: Asker) -> ChannelRequest:
    """What `text` asks for, with its parts in any order: "#sales 09:00 mon-fri", "digest #sales mon 9am Europe/Berlin",
    "#sales 09:00 holidays Bavaria", "#sales language german".

    `kinds` maps the words for a kind to its nudge key. `here` is the channel in which it was typed, used if none is
    named. Empty text asks for the list. Raises Problem for words that cannot be read, and if there is nothing to set:
    no time, days, zone, holidays or language.
    """
    named = CHANNEL.search(text)
    country, words = take_holidays(CHANNEL.sub(" ", text).split())
    locale, words = _take_language(words, asker)
    lower = [plain for word in words if (plain := word.lower().strip(",;"))]
    verb = next(
        (VERBS[word] for word in lower if word in VERBS), Verb.SET if words or named or country or locale else Verb.LIST
    )
    _refuse_unknown_channel(words)
    kind = next((kinds[word] for word in lower if word in kinds), "")
    channel_id = named[1] if named else here if here[:1] in ("C", "G") else ""
    left = [word for word in words if word.lower().strip(",;") not in {*kinds, *FILLER_WORDS}]
    if verb is Verb.OFF:
        _refuse_more(left)
    if verb is not Verb.SET:
        return ChannelRequest(verb, channel_id, kind)
    zone, left = _take_zone(left[1:] if left[:1] == [START] else left, asker)
    at, days = _time_and_days(" ".join(left), kind, asker)
    if WEEKLY in lower and kind != DIGEST and len(days or ()) != 1:
        raise Problem("channels.days_unclear", given=WEEKLY)
    if at is None and days is None and zone is None and country is None and locale is None:
        raise no_time(kind)
    return ChannelRequest(verb, channel_id, kind, at, days, zone=zone, country=country, locale=locale)


def _refuse_unknown_channel(words: Sequence[str]) -> None:
    unknown = next((word for word in words if word.startswith("#") and len(word) > 1), None)
    if unknown is not None:
        raise Problem("channels.unknown_channel", given=unknown)


def _refuse_more(words: Sequence[str]) -> None:
    """Raises Problem for more behind "off": it stops a nudge for good, not "until monday" or "on fridays"."""
    more = [word for word in words if word.lower().strip(",;") not in {*VERBS, *AROUND_OFF}]
    if more:
        raise Problem("channels.off_unclear", given=" ".join(more))


def _take_language(words: Sequence[str], asker: Asker) -> tuple[str | None, list[str]]:
    """The locale named after "language", and the words without both. Raises Problem for a language that we lack."""
    place = next((place for place, word in enumerate(words) if word.lower() in LANGUAGE_WORDS), None)
    if place is None:
        return None, list(words)
    known = languages(asker.locale)
    given = " ".join(words[place + 1 : place + 2]).casefold()
    locale = next((locale for locale, names in known.items() if given in (locale.casefold(), *names)), None)
    if locale is None:
        raise Problem("channels.language_unknown", given=given, languages=[own_name(tag) for tag in known])
    return locale, [*words[:place], *words[place + 2 :]]


def _take_zone(words: list[str], asker: Asker) -> tuple[str | None, list[str]]:
    """The zone among the words, by name or city ("New York"), and the words without it."""
    for length in range(MOST_ZONE_WORDS, 0, -1):
        for place in range(len(words) - length + 1):
            name = " ".join(words[place : place + length]).strip("(),")
            named = (
                "/" in name and length == 1 and name[:1].isalpha() and name.replace("/", "").replace("_", "").isalpha()
            )
            is_place = name[:1].isalpha() and len(name) > 2 and (find_zone(name) or is_abbreviation(name))
            if is_place or (named and len(name.partition("/")[0]) > 3 and not read_parts(name, asker).days):
                zone = read_zone(name)  # raises for EST and the like, which have no summer time
                return zone, words[:place] + words[place + length :]
    return None, words


def _time_and_days(text: str, kind: str, asker: Asker) -> tuple[time | None, frozenset[int] | None]:
    parts = read_parts(text, asker)
    bad = next((clock for clock in parts.clocks if clock.reason), None)
    if bad is not None or (not parts.clocks and parts.has_digits):
        raise Problem("channels.time_unclear", field="at", given=text)
    if not (parts.clocks or parts.days) and parts.unknown:
        raise no_time(kind)
    if parts.unknown or len(parts.clocks) > 1:
        raise Problem("channels.days_unclear", given=" ".join(parts.unknown) or text)
    at = sure_half(parts.clocks[0], asker.hours, text) if parts.clocks else None
    return at, frozenset(parts.days) or None
