"""The lists that the linter uses for a locale, read from its `tone.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from content.lint.reading_ease import Formula

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a text may be, in words, how easy it must be to read, and how many sentences may ask for an act."""

    least_ease: float
    most_words_action: int
    most_words_a_sentence: int
    fewest_words_why: int
    most_words_why: int
    _: KW_ONLY
    most_imperatives: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Actions that match `pattern`, which take `least` to `most` minutes."""

    pattern: re.Pattern[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Tone:
    """One locale's rules of tone; `words` maps "prompt.character" and the like to one pattern of the whole list.

    `quotes` are its two quotation marks, and `name` is what a text that reads easily is called.
    """

    formula: Formula
    limits: Limits
    words: Mapping[str, re.Pattern[str]]
    imperatives: frozenset[str]
    paces: tuple[Pace, ...]
    quotes: str = "“”"
    name: str = "plain English"

    def find(self, rule: str, text: str) -> str:
        """The part of `text` that the list `rule` names, or "" where it names none."""
        match = self.words.get(rule, _NOTHING).search(text)
        return match.group().strip() if match else ""


def load_tone(path: Path, locale: str) -> Tone | None:
    """The rules of a locale, None where it has none. Raises KeyError or re.error where its file is wrong."""
    file = path / locale / "tone.toml"
    if not file.exists():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    reading, prompt = data["reading"], data["prompt"]
    words = {
        f"{table}.{name}": one_of(value, whole=name != "hollow")
        for table in ("anywhere", "prompt", "why")
        for name, value in data[table].items()
        if isinstance(value, list) and name != "imperatives"
    }
    return Tone(
        formula=Formula(reading["language"], reading["base"], reading["a_sentence"], reading["a_syllable"]),
        limits=Limits(
            reading["least"],
            reading["most_words_action"],
            reading["most_words_a_sentence"],
            reading["fewest_words_why"],
            reading["most_words_why"],
            most_imperatives=prompt["most_imperatives"],
        ),
        words=words,
        imperatives=frozenset(prompt["imperatives"]),
        paces=tuple(
            Pace(one_of([pace["verbs"]]), pace.get("least", 1), pace.get("most", 10)) for pace in data["minutes"]
        ),
        quotes=reading.get("quotes", "“”"),
        name=reading.get("name", "plain English"),
    )


def one_of(patterns: Iterable[str], *, whole: bool = True) -> re.Pattern[str]:
    """One pattern for any of several; `whole` ones match whole words only."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"(?<![\w’'-])(?:{joined})(?![\w-])" if whole else joined, re.IGNORECASE)
