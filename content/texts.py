"""The files of one locale: the English ones, with what the locale has of each laid over them, entry by entry.

What a locale lacks is English. A text that no longer belongs to an English entry, or uses facts that it does not have,
is left out and reported as a `Difference`, so that changing an English sentence breaks no other language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from content.messages import facts_of
from content.problems import ContentProblems
from content.reading import Table, read_toml

BASE = "en"
NAMED_BY = ("id", "key")  # what tells the tables of a list apart; without it, their place
NOT_WORDS = frozenset({"id", "key", "theme", "audience", "scale", "occasion", "level"})
SENTENCES = ("words/", "wordings")  # the files whose texts hold facts

Differs = Literal[
    "has no English entry", "uses facts that the English text lacks", "is not a text, as it is in English"
]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text of a file, named as its tables are: `entry` is "prompt.joint-calls-l-01.why" or "welcome.title"."""

    file: str
    entry: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of a locale that is not used, and why."""

    leaf: Leaf
    says: Differs


class Texts:
    """Reads the files of one locale, and remembers which texts are its own."""

    def __init__(
        self, path: Path, locale: str, problems: ContentProblems, change: Callable[[str], str] | None = None
    ) -> None:
        """`change` is made to every text that people read; used for the language that nobody speaks."""
        self.path = path
        self.locale = locale
        self.own: set[Leaf] = set()
        self.differences: list[Difference] = []
        self._problems = problems
        self._change = change

    def label(self, name: str) -> str:
        """What a file is called in messages about it."""
        return f"{self.locale}/{name}.toml"

    def names(self, folder: str) -> list[str]:
        """The files of a folder, as `read` takes them; a locale has none that English lacks."""
        return [f"{folder}/{place.stem}" for place in sorted((self.path / BASE / folder).glob("*.toml"))]

    def read(self, name: str) -> Table | None:
        """The tables of a file such as "words/home"; None after noting that English lacks it or that it is no TOML."""
        data = read_toml(self.path, f"{BASE}/{name}.toml", self._problems)
        if data is None:
            return None
        for locale in over(self.locale):
            if (self.path / locale / f"{name}.toml").exists():
                own = read_toml(self.path, f"{locale}/{name}.toml", self._problems) or {}
                data = self._table(name, "", data, own)
        return data if self._change is None else _changed(name, data, self._change)

    def _table(self, file: str, entry: str, base: Table, own: Table) -> Table:
        merged = dict(base)
        for field, value in own.items():
            leaf = Leaf(file, f"{entry}.{field}" if entry else field)
            if _is_fixed(file, field) and value == base.get(field):
                continue
            if field not in base:
                self.differences.append(Difference(leaf, "has no English entry"))
            else:
                merged[field] = self._value(leaf, base[field], value)
        return merged

    def _value(self, leaf: Leaf, base: Any, own: Any) -> Any:
        if isinstance(base, dict) and isinstance(own, dict):
            return self._table(leaf.file, leaf.entry, base, own)
        if _are_tables(base) and _are_tables(own):
            return self._tables(leaf, base, own)
        if isinstance(base, list) and isinstance(own, list) and all(isinstance(text, str) for text in own):
            return self._list(leaf, base, own)
        if not isinstance(base, str) or not isinstance(own, str):
            self.differences.append(Difference(leaf, "is not a text, as it is in English"))
            return base
        if not _fits(leaf.file, [base], own):
            self.differences.append(Difference(leaf, "uses facts that the English text lacks"))
            return base
        self.own.add(leaf)
        return own

    def _tables(self, leaf: Leaf, base: list[Table], own: list[Table]) -> list[Table]:
        theirs = dict(named(own))
        merged = [
            self._table(leaf.file, f"{leaf.entry}.{name}", table, theirs.pop(name, {})) for name, table in named(base)
        ]
        for name in theirs:
            self.differences.append(Difference(Leaf(leaf.file, f"{leaf.entry}.{name}"), "has no English entry"))
        return merged

    def _list(self, leaf: Leaf, base: list[str], own: list[str]) -> list[str]:
        """Versions that take turns: the locale's, however many, in place of the English ones."""
        fitting = [text for text in own if _fits(leaf.file, base, text)]
        if len(fitting) < len(own):
            self.differences.append(Difference(leaf, "uses facts that the English text lacks"))
        if fitting:
            self.own.add(leaf)
        return fitting or base


def over(locale: str) -> list[str]:
    """The locales that lie over English, the general one first: "de", then "de-AT"."""
    language = locale.partition("-")[0]
    return [tag for tag in dict.fromkeys((language, locale)) if tag != BASE]


def named(tables: list[Table]) -> Iterator[tuple[str, Table]]:
    """Each table with its id or key, or its place where it has none."""
    for place, table in enumerate(tables, start=1):
        name = next((table[field] for field in NAMED_BY if isinstance(table.get(field), str)), None)
        yield str(name or place), table


def leaves(file: str, data: Table, entry: str = "") -> Iterator[tuple[Leaf, str | tuple[str, ...]]]:
    """Every text of a file that people read, and every list of such texts."""
    for field, value in data.items():
        name = f"{entry}.{field}" if entry else field
        if isinstance(value, Mapping):
            yield from leaves(file, value, name)
        elif _are_tables(value):
            assert isinstance(value, list)
            for table_name, table in named(value):
                yield from leaves(file, table, f"{name}.{table_name}")
        elif isinstance(value, list):
            yield Leaf(file, name), tuple(value)
        elif isinstance(value, str) and not _is_fixed(file, field):
            yield Leaf(file, name), value


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)


def _fits(file: str, base: list[str], own: str) -> bool:
    """Whether a text is a sentence that uses no facts but those in the English ones."""
    if not file.startswith(SENTENCES):
        return True
    try:
        return facts_of(own) <= frozenset().union(*map(facts_of, base))
    except ValueError:
        return False


def _is_fixed(file: str, field: str) -> bool:
    """Whether a field's value is not text to read; in a file of sentences, every one is text."""
    return field in NOT_WORDS and not file.startswith(SENTENCES)


def _changed(file: str, data: Any, change: Callable[[str], str], field: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _changed(file, value, change, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_changed(file, value, change, field) for value in data]
    return change(data) if isinstance(data, str) and not _is_fixed(file, field) else data
