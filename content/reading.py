"""From TOML to our shapes: types and field names are checked here, wording rules in `checks`."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from content.models import Audience, Choice, FormerItem, Item, Prompt, Question, SelfCheckContent, Theme
from content.problems import ContentProblems

Table = Mapping[str, object]


class Entry:
    """One table of a TOML file, read field by field; `finish` reports the fields that nobody asked for."""

    def __init__(self, file: str, name: str, data: object, problems: ContentProblems) -> None:
        self.file = file
        self.name = name
        self._problems = problems
        self._asked: set[str] = set()
        self._data: Table = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("must be a table of fields")

    def fault(self, problem: str) -> None:
        self._problems.add(self.file, self.name, problem)

    def text(self, field: str, default: str | None = None) -> str:
        """The text of `field`; "" after noting a fault, so that reading goes on."""
        value = self._take(field, default)
        if not isinstance(value, str):
            if value is not None:
                self.fault(f"{field} must be text")
            return ""
        if default is None and not value.strip():
            self.fault(f"{field} is empty")
        return value

    def number(self, field: str) -> int:
        """The whole number of `field`; 0 after noting a fault."""
        value = self._take(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.fault(f"{field} must be a whole number")
        return 0

    def flag(self, field: str) -> bool:
        """The truth value of `field`; False where it is left out."""
        value = self._take(field, default=False)
        if not isinstance(value, bool):
            self.fault(f"{field} must be true or false")
        return value is True

    def entries(self, field: str, named_by: str) -> tuple["Entry", ...]:
        """The tables listed under `field`, each named by its own field `named_by`, or by its place."""
        value = self._take(field, default=[])
        if not isinstance(value, list):
            self.fault(f"{field} must be a list of tables")
            return ()
        return tuple(
            Entry(self.file, self._name_of(table, f"{field} {place}", named_by), table, self._problems)
            for place, table in enumerate(value, start=1)
        )

    def finish(self) -> None:
        """Notes every field that was never asked for: most often a misspelt one."""
        for field in self._data.keys() - self._asked:
            self.fault(f"{field} is not a known field")

    def _take(self, field: str, default: object = None) -> object:
        self._asked.add(field)
        if field not in self._data and default is None:
            self.fault(f"{field} is missing")
        return self._data.get(field, default)

    def _name_of(self, data: object, place: str, named_by: str) -> str:
        own = data.get(named_by) if isinstance(data, dict) else None
        return " ".join(part for part in (self.name, own if isinstance(own, str) else place) if part)


def read_toml(root: Path, file: str, problems: ContentProblems) -> Table | None:
    """The tables of `root / file`; None after noting that it is missing or is no TOML."""
    try:
        return tomllib.loads((root / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.add(file, "", "the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.add(file, "", f"is not valid TOML: {error}")
    return None


def read_themes(file: str, data: Table, problems: ContentProblems) -> tuple[Theme, ...]:
    """The themes of the prompts, in the order of the file."""
    tables = data.get("themes", {})
    if not isinstance(tables, dict):
        problems.add(file, "themes", "must be a table of themes")
        return ()
    return tuple(_theme(Entry(file, key, table, problems), key) for key, table in tables.items())


def _theme(entry: Entry, key: str) -> Theme:
    theme = Theme(key=key, title=entry.text("title"), about=entry.text("about"))
    entry.finish()
    return theme


def read_prompts(
    file: str, theme: str, audience: Audience, data: Table, problems: ContentProblems
) -> tuple[Prompt, ...]:
    """The prompts of one file, all of one theme and for one audience, in their order."""
    head = Entry(file, "", data, problems)
    prompts = tuple(_prompt(entry, theme, audience) for entry in head.entries("prompt", named_by="id"))
    head.finish()
    return prompts


def _prompt(entry: Entry, theme: str, audience: Audience) -> Prompt:
    prompt = Prompt(
        id=entry.text("id"),
        theme=theme,
        audience=audience,
        action=entry.text("action"),
        why=entry.text("why"),
        minutes=entry.number("minutes"),
        occasion=entry.text("occasion", default="") or None,  # type: ignore[arg-type]  # checks.py refuses an unknown one
        level=entry.text("level", default="starter"),  # type: ignore[arg-type]  # checks.py refuses an unknown one
    )
    entry.finish()
    return prompt


def read_retired(file: str, data: Table, problems: ContentProblems) -> tuple[Prompt, ...]:
    """Prompts that are no longer sent, each with its own theme and audience."""
    head = Entry(file, "", data, problems)
    prompts = tuple(
        _prompt(entry, entry.text("theme"), entry.text("audience"))  # type: ignore[arg-type]  # checks.py refuses others
        for entry in head.entries("prompt", named_by="id")
    )
    head.finish()
    return prompts


def read_selfcheck(file: str, data: Table, problems: ContentProblems) -> SelfCheckContent:
    """The answers of both sides, in the order of their values, and the items, in the order they are asked."""
    head = Entry(file, "", data, problems)
    shares = tuple(_choice(entry) for entry in head.entries("share", named_by="key"))
    seen = tuple(_choice(entry) for entry in head.entries("seen", named_by="key"))
    items = tuple(_item(entry) for entry in head.entries("item", named_by="id"))
    head.finish()
    return SelfCheckContent(shares, seen, items)


def read_former_selfcheck(
    file: str, data: Table, problems: ContentProblems
) -> tuple[tuple[Choice, ...], tuple[FormerItem, ...]]:
    """The frequencies, in the order in which they scored, and the items that are no longer asked."""
    head = Entry(file, "", data, problems)
    frequencies = tuple(_choice(entry) for entry in head.entries("frequency", named_by="key"))
    items = tuple(_former_item(entry) for entry in head.entries("item", named_by="id"))
    head.finish()
    return frequencies, items


def _former_item(entry: Entry) -> FormerItem:
    item = FormerItem(
        id=entry.text("id"),
        scale=entry.text("scale"),  # type: ignore[arg-type]  # checks.py refuses an unknown one
        text=entry.text("text"),
        reverse=entry.flag("reverse"),
    )
    entry.finish()
    return item


def _item(entry: Entry) -> Item:
    item = Item(
        id=entry.text("id"),
        scale=entry.text("scale"),  # type: ignore[arg-type]  # checks.py refuses an unknown one
        text=entry.text("text"),
        feedback=entry.text("feedback"),
        suggestion=entry.text("suggestion"),
    )
    entry.finish()
    return item


def _choice(entry: Entry) -> Choice:
    choice = Choice(key=entry.text("key"), label=entry.text("label"), short=entry.text("short", ""))
    entry.finish()
    return choice


def read_questions(file: str, surface: str, data: Table, problems: ContentProblems) -> tuple[Question, ...]:
    """The questions of one surface, such as "checkin", with keys such as "checkin.answer"."""
    return tuple(_question(Entry(file, name, table, problems), f"{surface}.{name}") for name, table in data.items())


def _question(entry: Entry, key: str) -> Question:
    question = Question(
        key=key,
        text=entry.text("text"),
        hint=entry.text("hint", default=""),
        choices=tuple(_choice(choice) for choice in entry.entries("choices", named_by="key")),
    )
    entry.finish()
    return question


def read_words(file: str, prefix: str, data: Table, problems: ContentProblems) -> Iterator[tuple[str, str]]:
    """Every sentence of one surface with its dotted key: nested tables are flattened under `prefix`."""
    for name, value in data.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from read_words(file, key, value, problems)
        elif isinstance(value, str):
            yield key, value
        else:
            problems.add(file, key, "must be text or a table of texts")
