"""Public holidays as people type them in a channel nudge: "holidays Bavaria", "no holidays". Pure."""

from collections.abc import Sequence

from bot.domain.people.countries import GUESSED, NO_HOLIDAYS, country_name, places_called
from bot.errors import Problem

HOLIDAYS = frozenset({"holidays", "holiday", "feiertage", "feiertagen", "fériés", "festivos", "feriados", "祝日"})
NONE = frozenset({"none", "no", "off", "without", "ohne", "keine", "sans", "aucun", "sin", "sem", "なし"})
AUTO = frozenset({"auto", "guess", "zone", "default"})
SMALL = frozenset({"in", "of", "for", "from", "the", "=", "von", "de", "du", "en"})
MOST_WORDS = 5


def take_holidays(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """What the words say about holidays (a code, "none", GUESSED, or None if nothing is said), and the words without
    it.

    Raises Problem if they name no country or region that we know, or several.
    """
    plain = [word.lower().strip(",;:()") for word in words]
    place = next((place for place, word in enumerate(plain) if word in HOLIDAYS), None)
    if place is None:
        return None, list(words)
    if place and plain[place - 1] in NONE:
        return NO_HOLIDAYS, [*words[: place - 1], *words[place + 1 :]]
    first = place + 1
    while first < len(plain) and plain[first] in SMALL:
        first += 1
    country, count = _named(words[first:], plain[first:])
    return country, [*words[:place], *words[first + count :]]


def _named(words: Sequence[str], plain: Sequence[str]) -> tuple[str, int]:
    """The code that the first words name, and how many words name it."""
    if plain and plain[0] in NONE | AUTO:
        return (NO_HOLIDAYS if plain[0] in NONE else GUESSED), 1
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        called = places_called(" ".join(plain[:count]))
        if len(called) == 1:
            return called[0], count
        if called:
            raise Problem(
                "channels.country_unclear",
                given=" ".join(words[:count]),
                near=" / ".join(f"{country_name(code)} ({code})" for code in called),
            )
    raise Problem("channels.country_unknown", given=" ".join(words[:1]))
