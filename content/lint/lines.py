"""Which line of its TOML file a text is on, which the standard library's parser does not say."""

import re
from collections.abc import Iterable

_TABLE = re.compile(r"\[{1,2}\s*([\w.-]+)\s*\]{1,2}")
_KEY = re.compile(r"([\w-]+)\s*=")


def lines_of_ids(text: str) -> dict[str, int]:
    """The line of each `id = "..."`, counted from 1."""
    generator = (re.match(r'id\s*=\s*"([^"]+)"', line) for line in text.splitlines())
    return {match.group(1): number for number, match in enumerate(generator, start=1) if match}


def lines_of_keys(lines: Iterable[str]) -> dict[str, int]:
    """The line of each key with its tables before it, such as "streaks.daily", counted from 1."""
    table, numbers = "", dict[str, int]()
    for number, line in enumerate(lines, start=1):
        if match := _TABLE.match(line):
            table = f"{match.group(1)}."
            numbers.setdefault(match.group(1), number)
        elif match := _KEY.match(line):
            numbers.setdefault(f"{table}{match.group(1)}", number)
    return numbers
