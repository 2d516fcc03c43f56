"""The words for days and times: our tables for the languages that we read in full, dateparser's for all others. Pure.

A word has a kind ("weekday", "unit", "until") and, for most kinds, a value. The grammar knows only kinds.
"""

import pkgutil
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from bot.parsing.text import CJK, Kind, Token, fold

TABLES = ("en", "de", "es", "fr", "pt", "ja", "it", "nl", "sv", "pl", "ru", "zh")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
RELATIVE = {"0 day ago": 0, "in 1 day": 1, "1 day ago": -1, "in 2 day": 2, "2 day ago": -2}
UNITS = ("minute", "hour", "day", "week", "month", "year")
LETTERS = {"h": "hour", "H": "hour", "m": "minute", "d": "day", "w": "week"}
SHORT = 3  # letters; words this short are read only in the person's own languages
STRONG = frozenset({"weekday", "month", "day", "unit"})
DIGITS_APART = re.compile(r"[0-9]+|[^0-9]+")
ENGLISH_AM = ("am",)
JOINTS = frozenset("-'./")
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))


@dataclass(frozen=True, slots=True)
class Word:
    """A meaning of a typed word or phrase. `full` is False for an abbreviation such as "mo"."""

    kind: str
    value: float | str
    language: str
    full: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The meanings of phrases (as folded parts), in the languages of one reader."""

    languages: tuple[str, ...]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Word, ...]], ...]]

    def at(self, tokens: list[Token], place: int) -> list[tuple[Word, int]]:
        """The words that begin at token `place`, each with the place after it."""
        matches = [(word, place + 1) for word in _letter(tokens, place)]
        for parts, words in self.phrases.get(tokens[place].plain, ()):
            end = _follow(tokens, place, parts)
            if end is not None:
                ends = [end, end + 1] if _has_dot(tokens, end) else [end]
                matches += [(word, behind) for word in words for behind in ends]
        return matches

    def knows(self, plain: str) -> bool:
        """Whether a word begins a phrase of these languages."""
        return plain in self.phrases

    def means(self, plain: str, kinds: Collection[str]) -> bool:
        """Whether a single word of these languages has a meaning of one of these kinds."""
        return any(
            parts == (plain,) and any(word.kind in kinds for word in words)
            for parts, words in self.phrases.get(plain, ())
        )


def _letter(tokens: list[Token], place: int) -> list[Word]:
    """The unit in "45m" and "2w", in lower case right after a number: 3M is a customer."""
    token = tokens[place]
    unit = LETTERS.get(token.text)
    behind = place > 0 and tokens[place - 1].kind is Kind.DIGITS
    return [Word("unit_letter", unit, "")] if unit and behind and (token.glued or token.text == "h") else []


def _follow(tokens: list[Token], place: int, parts: tuple[str, ...]) -> int | None:
    """The place after a phrase, if it is there; hyphens, apostrophes and dots inside it are skipped."""
    at = place + 1
    for part in parts[1:]:
        while at < len(tokens) and tokens[at].plain in JOINTS and tokens[at].glued and tokens[at].plain != part:
            at += 1
        if at >= len(tokens) or tokens[at].plain != part:
            return None
        at += 1
    return at


def _has_dot(tokens: list[Token], end: int) -> bool:
    """Whether there is an abbreviation's dot at `end`: as in "thu. 3pm", but not in "thu.fri"."""
    if end >= len(tokens) or tokens[end].plain != "." or not tokens[end].glued:
        return False
    if tokens[end - 1].kind is not Kind.WORD:
        return False
    return end + 1 >= len(tokens) or not tokens[end + 1].glued or tokens[end + 1].kind is not Kind.WORD


@lru_cache(maxsize=64)
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """The words of several languages together, in the order of the languages."""
    gathered: dict[tuple[str, ...], list[Word]] = {}
    for language in languages:
        for parts, word in words_of(language):
            if parts == ENGLISH_AM and (language, languages[0]) == ("en", "de"):
                continue  # "um 3 Uhr am Donnerstag"
            known = gathered.setdefault(parts, [])
            if not any((meaning.kind, meaning.value) == (word.kind, word.value) for meaning in known):
                known.append(word)
    first: dict[str, list[tuple[tuple[str, ...], tuple[Word, ...]]]] = {}
    for parts, words in gathered.items():
        first.setdefault(parts[0], []).append((parts, tuple(words)))
    longest_first = {
        head: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0]))) for head, phrases in first.items()
    }
    return Vocabulary(languages, longest_first)


@cache
def words_of(language: str) -> tuple[tuple[tuple[str, ...], Word], ...]:
    """Every phrase of one language with its meaning; empty for a language without data."""
    table = _table(language) if language in TABLES else {}
    phrases = list(_from_table(table, language))
    if "weekdays" not in table or "months" not in table:
        phrases += _from_dateparser(language, table)
    return tuple(phrases)


@cache
def command_words() -> Mapping[str, str]:
    """The names of sub-commands by the words for them in all our tables: "hilfe" is "help"."""
    rows = [row for language in TABLES for row in _table(language).get("commands", {}).items()]
    return {word: name for name, words in rows for word in words.split()}


@cache
def _table(language: str) -> Mapping[str, Any]:
    return tomllib.loads(files("bot.parsing").joinpath(f"tables/{language}.toml").read_text(encoding="utf-8"))


def _from_table(table: Mapping[str, Any], language: str) -> Iterable[tuple[tuple[str, ...], Word]]:
    rows: list[tuple[str, float | str, str]] = [
        ("weekday", number, text) for number, text in enumerate(table.get("weekdays", ()))
    ]
    rows += [("weekday_letters", number, text) for number, text in enumerate(table.get("weekday_letters", ()))]
    rows += [("day_letter", number, text) for number, text in enumerate(table.get("day_letters", ()))]
    rows += [("month", number, text) for number, text in enumerate(table.get("months", ()), start=1)]
    rows += [("day", int(number), text) for number, text in table.get("days", {}).items()]
    rows += [("number", float(number), text) for number, text in table.get("numbers", {}).items()]
    rows += [("minutes", int(number), text) for number, text in table.get("lengths", {}).items()]
    rows += [("unit", name, text) for name, text in table.get("units", {}).items()]
    rows += [("part", name, text) for name, text in table.get("parts", {}).items()]
    rows += [(name, name, text) for name, text in table.get("words", {}).items()]
    rows += [("zone", name, text) for name, text in table.get("zones", {}).items()]
    rows += [("unsure", name, text) for name, text in table.get("misread", {}).items()]
    for kind, value, text in rows:
        for written in text.split():
            for parts in _spellings(written, language):
                yield parts, Word(kind, value, language, _is_full(kind, parts))


def _spellings(written: str, language: str) -> Iterable[tuple[str, ...]]:
    yield _parts(written)
    if language == "de" and any(umlaut in written for umlaut, _ in UMLAUTS):
        for umlaut, plain in UMLAUTS:
            written = written.replace(umlaut, plain)
        yield _parts(written)


def _parts(written: str) -> tuple[str, ...]:
    folded = fold(written).replace("-", "_").replace("'", "_").replace("’", "_").replace(" ", "_")
    return tuple(piece for part in folded.split("_") for piece in DIGITS_APART.findall(part))


def _is_full(kind: str, parts: tuple[str, ...]) -> bool:
    if kind not in STRONG:
        return False
    return len("".join(parts)) > SHORT or bool(re.match(rf"[{CJK}]", parts[0]))


def _from_dateparser(language: str, table: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], Word]]:
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return []
    try:
        info: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ModuleNotFoundError:
        return []
    rows: list[tuple[str, float | str, str]] = []
    if "weekdays" not in table:
        rows += [("weekday", day, word) for day, name in enumerate(WEEKDAYS) for word in info.get(name, ())]
    rows += [("month", month, word) for month, name in enumerate(MONTHS, start=1) for word in info.get(name, ())]
    for phrase, number in RELATIVE.items():
        rows += [("day", number, word) for word in info.get("relative-type", {}).get(phrase, ())]
    if "units" not in table:
        rows += [("unit", unit, word) for unit in UNITS for word in info.get(unit, ())]
    entries = [(parts, kind, value) for kind, value, text in rows if (parts := _parts(text.rstrip(".")))]
    return [(parts, Word(kind, value, language, _is_full(kind, parts))) for parts, kind, value in entries if parts[0]]


@cache
def day_words() -> Mapping[str, Mapping[str, tuple[Word, ...]]]:
    """Single full words for a weekday, a month, a day such as tomorrow, or a unit: word, language, meanings."""
    import dateparser.data.date_translation_data as data  # noqa: PLC0415 - so that starting does not wait for it

    others = [module.name for module in pkgutil.iter_modules(data.__path__) if len(module.name) <= SHORT]
    by_word: dict[str, dict[str, tuple[Word, ...]]] = {}
    for language in dict.fromkeys((*TABLES, *others)):
        for parts, word in words_of(language):
            if word.full and word.kind in STRONG and not parts[0].isdigit():
                known = by_word.setdefault(parts[0], {})
                known[language] = (*known.get(language, ()), word)
    return by_word
