"""Days, months and times as people type them in their own language, in the English that the rest reads. Pure.

The words come from dateparser's own data. Only what belongs to a day or stands beside a number is touched, and whatever
is left over for the customer's name gets its own words back.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
RELATIVE = {
    "0 day ago": "today", "in 1 day": "tomorrow", "1 day ago": "yesterday", "in 2 day": "in 2 days",
    "2 day ago": "2 days ago",
}  # fmt: skip
DAY_OF_MONTH = re.compile(r"\d{1,2}(?:\.|er|º)?")
GONE = " "  # said by nothing in English
ABBREVIATION = 4  # letters; a short weekday counts only beside a time, in any language

# What stands before a day ("am Dienstag"), between its parts ("3 de noviembre") and after it ("lundi prochain").
BEFORE = {
    "de": {"am", "den"}, "fr": {"le"}, "es": {"el"}, "it": {"il"}, "pt": {"na", "no", "em"}, "nl": {"op"},
    "sv": {"på", "den"}, "da": {"på", "den"}, "nb": {"på", "den"}, "pl": {"w", "we"},
}  # fmt: skip
BETWEEN = {"es": {"de"}, "pt": {"de"}}
NEXT = {
    "de": {"nächsten", "nächster", "kommenden"}, "nl": {"volgende", "komende"}, "sv": {"nästa"},
    "fr": {"prochain", "prochaine"}, "es": {"próximo", "proximo"}, "it": {"prossimo", "prossima"},
    "pt": {"próximo", "próxima", "proximo", "proxima"},
}  # fmt: skip
# Beside a number alone, so that no customer is called otherwise.
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
NUMBERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (
        (rf"\b(?:um\s+)?{CLOCK}\s*Uhr(?:\s*(\d{{2}}))?\b", "time"), (r"\bum\s+(?=\d)", "at "),
        (r"\bfür\s+(?=\d)", "for "),
        (r"(?<=\d)\s*(?:Std\.?|Stunden?)(?!\w)", " hours"), (r"(?<=\d)\s*Minuten?\b", " minutes"),
    ),
    "fr": (
        (r"(?<!\w)à\s+(?=\d)", "at "), (r"\b(?:pendant|pour)\s+(?=\d)", "for "), (r"(?<=\d)\s*heures?\b", " hours"),
    ),
    "es": ((r"\ba\s+las?\s+(?=\d)", "at "), (r"\b(?:durante|por)\s+(?=\d)", "for "), (r"(?<=\d)\s*horas?\b", " hours"),
           (r"(?<=\d)\s*minutos?\b", " minutes")),
    "it": ((r"\balle\s+(?=\d)", "at "), (r"\bper\s+(?=\d)", "for "), (r"(?<=\d)\s*or[ae]\b", " hours"),
           (r"(?<=\d)\s*minuti\b", " minutes")),
    "pt": ((r"(?<!\w)[àa]s\s+(?=\d)", "at "), (r"\bpor\s+(?=\d)", "for "), (r"(?<=\d)\s*horas?\b", " hours"),
           (r"(?<=\d)\s*minutos?\b", " minutes")),
    "nl": ((rf"\bom\s+{CLOCK}\s*uur\b", "time"), (r"\bom\s+(?=\d)", "at "), (r"\bvoor\s+(?=\d)", "for "),
           (r"(?<=\d)\s*uur\b", " hours"), (r"(?<=\d)\s*minuten\b", " minutes")),
}  # fmt: skip


class Translated:
    """Typed text in the reader's English, and the way back for what was no day after all."""

    def __init__(self, text: str, back: Mapping[str, str]) -> None:
        self.text = text
        self._back = back

    def original(self, text: str) -> str:
        """`text`, a part of what is left, in the words that were typed."""
        return " ".join(self._back.get(word, word) for word in text.split(" "))


def to_english(text: str, locale: str) -> Translated:
    """What was typed by somebody whose Slack speaks `locale` ("de-DE"); English and unknown ones stay as they are."""
    language = locale.partition("-")[0].lower()
    known = _words(language)
    if not known:
        return Translated(text, {})
    for pattern, said in NUMBERS.get(language, ()):
        text = re.sub(pattern, _time if said == "time" else said, text, flags=re.IGNORECASE)
    typed = text.split()
    english = [known.get(_plain(word), "") for word in typed]
    for place, said in enumerate(english):
        between = place > 1 and _plain(typed[place - 1]) in BETWEEN.get(language, ())
        beside = typed[max(0, place - 1 - between) : place] + typed[place + 1 : place + 2]
        if said in MONTHS and not any(DAY_OF_MONTH.fullmatch(word) for word in beside):
            english[place] = ""  # Mars and May are customers, too
    for place in range(len(typed)):
        _join(typed, english, place, language)
    back = {said: word for said, word in zip(english, typed, strict=True) if said.strip()}
    words = [said.strip() if said else word for said, word in zip(english, typed, strict=True)]
    return Translated(" ".join(filter(None, words)), back)


def _join(typed: list[str], english: list[str], place: int, language: str) -> None:
    """What small words do around a day: "am" becomes on, "nächsten" next, "de" nothing."""
    plain, follows = _plain(typed[place]), english[place + 1 : place + 2]
    before, after = english[max(0, place - 1) : place], english[place + 1 : place + 4]
    if plain in BEFORE.get(language, ()) and any(after) and (any(follows) or typed[place + 1][0].isdigit()):
        english[place] = "on"
    elif plain in BETWEEN.get(language, ()) and any(follows) and typed[place - 1][0].isdigit():
        english[place] = GONE
    elif plain in NEXT.get(language, ()) and any(each in DAYS for each in follows):
        english[place] = "next"
    elif plain in NEXT.get(language, ()) and any(each in DAYS for each in before):
        english[place - 1], english[place] = f"next {english[place - 1]}", GONE


@cache
def _words(language: str) -> Mapping[str, str]:
    """Days and months of a language, in small letters, to English; nothing for English and for what is not known."""
    if not re.fullmatch(r"[a-z]{2,3}", language) or language == "en":
        return {}
    try:
        info: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ModuleNotFoundError:
        return {}
    found: dict[str, str] = {}
    for name in (*DAYS, *MONTHS):
        for word in info.get(name, ()):
            plain = _plain(word)
            short = len(plain) < ABBREVIATION and name in DAYS
            found.setdefault(plain, name[:3] if short else name)
    for phrase, name in RELATIVE.items():
        for word in info.get("relative-type", {}).get(phrase, ()):
            found.setdefault(_plain(word), name)
    return {word: name for word, name in found.items() if len(word) > 1 and " " not in word}


def _plain(word: str) -> str:
    return word.lower().rstrip(",;.")


def _time(match: re.Match[str]) -> str:
    minutes = next((each for each in match.groups()[1:] if each), "00")
    return f"at {match[1]}:{minutes}"
