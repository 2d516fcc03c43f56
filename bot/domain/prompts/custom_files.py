"""An organisation's own content as a CSV or TOML file, for export and import. People also edit these files in
spreadsheets, so every fault is reported with its line.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from bot.domain.csv_text import csv_of
from bot.domain.prompts.custom_content import ContentKind, CustomEntry, CustomWords, clean, faults
from bot.domain.prompts.custom_tables import COLUMNS, Fields, UnreadableFileError, decoded, tables_of
from bot.errors import Problem
from content.checks import FOLDERS
from content.models import Audience, Occasion

COLUMN_OF = {"audience": "for", "first": "from", "last": "until"}  # fields with a different name in the file
MOST_ROWS = 1000
YES = frozenset({"yes", "true", "1", "x"})
NO = frozenset({"", "no", "false", "0"})
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # a date as Central European spreadsheets write it


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in one line of a file, counted from 1, and in which column; "" for the whole line."""

    line: int
    problem: Problem
    column: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One entry of a file; `entry_id` is "" if it has none."""

    entry_id: str
    words: CustomWords
    retired: bool


@dataclass(frozen=True, slots=True)
class FileRead:
    """The contents of a file. If there is any fault, none of it is saved."""

    rows: tuple[FileRow, ...]
    faults: tuple[FileFault, ...]


def read_content(data: bytes, name: str, themes: Mapping[str, str], *, is_team: bool) -> FileRead:
    """The entries of a file. `themes` maps the titles of themes to their keys; entries for a team name no audience."""
    text = decoded(data)
    is_toml = name.lower().endswith(".toml") or text.lstrip().startswith("[[")
    try:
        tables = tables_of(text, MOST_ROWS + 1, is_toml=is_toml)
    except UnreadableFileError as error:
        return FileRead((), (FileFault(error.line, error.problem),))
    wrong: list[FileFault] = []
    rows: list[FileRow] = []
    for lines, fields in tables[:MOST_ROWS]:
        row, problems = _row(fields, themes, is_team=is_team)
        rows.append(row)
        for problem in problems:
            column = COLUMN_OF.get(problem.field, problem.field)
            wrong.append(FileFault(lines.get(column, lines[""]), problem, column))
    if len(tables) > MOST_ROWS:
        wrong.append(FileFault(tables[MOST_ROWS][0][""], Problem("custom.import.too_many", most=MOST_ROWS)))
    if not tables:
        wrong.append(FileFault(1, Problem("custom.import.nothing")))
    return FileRead(tuple(rows), tuple(wrong))


def as_csv(entries: Sequence[CustomEntry]) -> str:
    """A file for spreadsheets, with the byte order mark by which Excel recognises UTF-8."""
    rows: list[Sequence[object]] = [COLUMNS]
    for entry in entries:
        fields = _fields(entry)
        choices, retired = "\n".join(fields["choices"]), "yes" if fields["retired"] else ""
        cells = fields | {"choices": choices, "retired": retired}
        rows.append([cells[column] for column in COLUMNS])
    return "\ufeff" + csv_of(rows)


def as_toml(entries: Sequence[CustomEntry]) -> str:
    """The same as TOML, for programs and for people who keep such files in a repository."""
    lines = []
    for entry in entries:
        lines.append("[[entry]]")
        fields = _fields(entry)
        lines += [f"{column} = {_toml(fields[column])}" for column in COLUMNS if fields[column]]
        lines.append("")
    return "\n".join(lines)


def _fields(entry: CustomEntry) -> dict[str, Any]:
    words = entry.words
    is_prompt = words.kind is ContentKind.PROMPT
    folder = next(folder for folder, audience in FOLDERS.items() if audience == words.audience)
    return {
        "id": entry.id, "kind": str(words.kind), "for": "team" if entry.team_of else folder,
        "theme": words.theme if is_prompt else "", "minutes": words.minutes if is_prompt else "",
        "occasion": words.occasion or "", "text": words.text, "why": words.why, "choices": list(words.choices),
        "from": words.first, "until": words.last, "retired": entry.retired_at is not None,
    }  # fmt: skip


def _toml(value: Any) -> str:
    if isinstance(value, date | bool | int):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _row(fields: Fields, themes: Mapping[str, str], *, is_team: bool) -> tuple[FileRow, list[Problem]]:
    """One entry, and everything that is wrong with it."""
    problems: list[Problem] = []
    kind = _text(fields, "kind").lower() or ContentKind.PROMPT
    if kind not in set(ContentKind):
        problems.append(Problem("custom.import.kind", "kind", given=kind[:50]))
        kind = ContentKind.PROMPT
    blank, theme, retired = CustomWords(ContentKind(kind), ""), _text(fields, "theme"), _text(fields, "retired").lower()
    if retired not in YES | NO:
        problems.append(Problem("custom.import.retired", "retired", given=retired[:50]))
    words = CustomWords(
        ContentKind(kind),
        _text(fields, "text"),
        _text(fields, "why"),
        _audience(_text(fields, "for"), is_team=is_team),
        themes.get(theme.lower(), theme) or blank.theme,
        minutes=_minutes(fields, blank.minutes),
        occasion=_occasion(_text(fields, "occasion")),
        first=_day(fields, "from", problems),
        last=_day(fields, "until", problems),
        choices=_choices(fields.get("choices")),
    )
    words = clean(words)
    return FileRow(_text(fields, "id"), words, retired in YES), [*problems, *faults(words)]


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value).strip()


def _audience(text: str, *, is_team: bool) -> Audience:
    if is_team:
        return "salesperson"
    # An unknown audience is kept, so that the rules report it.
    return FOLDERS.get(text.lower()) or cast("Audience", text or "leader")


def _occasion(text: str) -> Occasion | None:
    return cast("Occasion", text.lower()) if text else None


def _minutes(fields: Fields, otherwise: int) -> int:
    text = _text(fields, "minutes")
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # 0 is refused by the rules


def _day(fields: Fields, name: str, problems: list[Problem]) -> date | None:
    text = _text(fields, name)
    if not text:
        return None
    try:
        if parts := _DAY.fullmatch(text):
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("custom.import.day", name, given=text[:50]))
        return None


def _choices(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    text = str(value or "")
    return tuple(text.splitlines() if "\n" in text else text.split("|") if text else ())
