"""Writes `.env`: new values are added, other lines stay, and only its owner can read it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot.errors import SetupError

PLAIN = re.compile(r"[\w.:/@+=,~%-]*")


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Put `values` into the file, replacing lines that set the same names. Raises SetupError if it cannot be
    written.
    """
    try:
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        _replace(path, merged(old, values))
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise SetupError(
            f"Cannot write {path.absolute()} ({why}). Run this in a folder that you can write to."
        ) from None


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text of the file with the values in it; comments and other lines stay as they are."""
    left = dict(values)
    lines = []
    for line in text.splitlines():
        name = line.partition("=")[0].removeprefix("export ").strip()
        if name in values:
            lines += [f"{name}={_quoted(left.pop(name))}"] if name in left else []
        else:
            lines.append(line)
    return "\n".join([*lines, *(f"{name}={_quoted(value)}" for name, value in left.items())]) + "\n"


def _quoted(value: str) -> str:
    """A value quoted so that python-dotenv reads it back: within single quotes nothing is expanded."""
    return value if PLAIN.fullmatch(value) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)
