"""The tables in a CSV or TOML file, each with its line numbers; `custom_files` knows what they mean."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bot.domain.csv_text import unharmed
from bot.errors import Problem

COLUMNS = ("id", "kind", "for", "theme", "minutes", "occasion", "text", "why", "choices", "from", "until", "retired")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*entry[ \t]*\]\]")
_LINE = re.compile(r"at line (\d+)")
# Per line. A key with a hundred thousand parts, a.a.a.a, took minutes to read, since each part is checked against all
# before it.
MOST_DOTS = 300

Fields = Mapping[str, Any]
Lines = Mapping[str, int]  # the line of an entry under "", and the lines of its fields


class UnreadableFileError(Exception):
    """The file stops being valid CSV or TOML at a line."""

    def __init__(self, line: int, problem: Problem) -> None:
        super().__init__(problem.key)
        self.line = line
        self.problem = problem


def tables_of(text: str, most: int, *, is_toml: bool) -> list[tuple[Lines, Fields]]:
    """The first `most` entries of a file with their lines, counted from 1. Raises UnreadableFileError."""
    return list(islice(_toml_tables(text) if is_toml else _csv_rows(text), most))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its first bytes, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> Iterator[tuple[Lines, Fields]]:
    """Each row with its line under "". Raises UnreadableFileError."""
    lines = text.splitlines(keepends=True)
    skipped = 1 if lines and lines[0].lower().startswith("sep=") else 0
    head = lines[skipped] if len(lines) > skipped else ""
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(lines[skipped:], delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _check_header(names, line)
        line = skipped + reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names) and any(cells[len(names) :]):
                    raise UnreadableFileError(line, Problem("custom.import.cells", count=len(cells), most=len(names)))
                yield {"": line}, {name: unharmed(cell) for name, cell in zip(names, cells, strict=False)}
            line = skipped + reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(line, Problem("custom.import.csv")) from None


def _check_header(names: Sequence[str], line: int) -> None:
    if "text" not in names:
        raise UnreadableFileError(line, Problem("custom.import.header", columns=", ".join(COLUMNS)))
    for name in names:
        if name not in COLUMNS:
            raise UnreadableFileError(
                line, Problem("custom.import.column", given=name[:50], columns=", ".join(COLUMNS))
            )


def _toml_tables(text: str) -> Iterator[tuple[Lines, Fields]]:
    """Each table with its line under "", and the lines of its fields. Raises UnreadableFileError."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if line.count(".") > MOST_DOTS:
            raise UnreadableFileError(number, Problem("custom.import.toml"))
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n")).get("entry", [])
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, deeply nested brackets
        at = _LINE.search(str(error))
        raise UnreadableFileError(int(at[1]) if at else len(lines) or 1, Problem("custom.import.toml")) from None
    heads = [number for number, line in enumerate(lines, start=1) if _TABLE.match(line)]
    if not isinstance(tables, list) or len(heads) != len(tables):
        raise UnreadableFileError(1, Problem("custom.import.tables"))
    for place, (head, fields) in enumerate(zip(heads, tables, strict=True)):
        end = heads[place + 1] - 1 if place + 1 < len(heads) else len(lines)
        keys = {line.partition("=")[0].strip(): head + 1 + at for at, line in enumerate(lines[head:end]) if "=" in line}
        for key in fields:
            if key not in COLUMNS:
                problem = Problem("custom.import.column", given=key[:50], columns=", ".join(COLUMNS))
                raise UnreadableFileError(keys.get(key, head), problem)
        yield {"": head} | {key: keys[key] for key in fields if key in keys}, fields
