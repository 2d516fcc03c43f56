"""How much of each language there is: file by file, what is translated, what is missing, and what is out of date.

A translation is out of date where the English text has changed since. The locale's `made_from.json` has which English
each was made from, as the first digits of a hash; `accept` rewrites it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from content.library import DEFAULT_PATH
from content.problems import ContentProblems
from content.texts import BASE, Leaf, Texts, leaves

MADE_FROM = "made_from.json"
DIGITS = 8
FILES = ("checkin", "ridealong", "one_to_one", "skillcheck", "selfcheck", "themes", "wordings")
FOLDERS = ("words", "programmes", "prompts/leaders", "prompts/salespeople", "prompts/channels", "prompts/heads")


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """One file of a locale: how many texts English has, and the entries that are missing, outdated or not usable."""

    file: str
    texts: int
    missing: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)

    @property
    def translated(self) -> int:
        """How many of the texts are there, the outdated ones included."""
        return self.texts - len(self.missing)


def coverage(path: Path = DEFAULT_PATH) -> dict[str, list[FileCoverage]]:
    """Each language but English, file by file. Variants of English hold only what they write differently."""
    return {locale: list(_of(path, locale)) for locale in languages(path)}


def languages(path: Path = DEFAULT_PATH) -> list[str]:
    """The languages that have a folder, without English and its variants."""
    folders = sorted(place.name for place in path.iterdir() if (place / "words").is_dir())
    return [name for name in folders if name.partition("-")[0] != BASE]


def accept(path: Path, locale: str) -> int:
    """Note that every translation of a locale fits the English of today; returns how many there are."""
    texts, english = _read(path, locale)
    made: dict[str, dict[str, str]] = {leaf.file: {} for leaf in texts.own}
    for leaf in sorted(texts.own, key=lambda leaf: (leaf.file, leaf.entry)):
        made[leaf.file][leaf.entry] = _digest(english[leaf.file][leaf])
    (path / locale / MADE_FROM).write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return len(texts.own)


def as_dicts(languages_covered: dict[str, list[FileCoverage]]) -> dict[str, Any]:
    """The same for a program: by locale and file the counts, and the entries to look at."""
    return {
        locale: {
            covered.file: {
                "texts": covered.texts, "translated": covered.translated,
                "missing": covered.missing, "outdated": covered.outdated, "unusable": covered.unusable,
            }
            for covered in files
        }
        for locale, files in languages_covered.items()
    }  # fmt: skip


def _of(path: Path, locale: str) -> Iterator[FileCoverage]:
    texts, english = _read(path, locale)
    place = path / locale / MADE_FROM
    made = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    for file, there in english.items():
        noted = made.get(file, {})
        outdated = [leaf.entry for leaf in there if leaf in texts.own and noted.get(leaf.entry) != _digest(there[leaf])]
        missing = [leaf.entry for leaf in there if leaf not in texts.own]
        unusable = [
            f"{difference.leaf.entry} {difference.says}"
            for difference in texts.differences
            if difference.leaf.file == file
        ]
        yield FileCoverage(file, len(there), missing, outdated, unusable)


def _read(path: Path, locale: str) -> tuple[Texts, dict[str, dict[Leaf, str | tuple[str, ...]]]]:
    """The locale laid over English, and every English text by file."""
    problems = ContentProblems()
    texts, base = Texts(path, locale, problems), Texts(path, BASE, problems)
    english: dict[str, dict[Leaf, str | tuple[str, ...]]] = {}
    for file in [*FILES, *(name for folder in FOLDERS for name in base.names(folder))]:
        texts.read(file)
        english[file] = {leaf: text for leaf, text in leaves(file, base.read(file) or {}) if text}
    return texts, english


def _digest(text: str | tuple[str, ...]) -> str:
    return sha256("\n".join((text,) if isinstance(text, str) else text).encode()).hexdigest()[:DIGITS]
