"""Reads what the environment and `.env` hold, which is text. A reader returns what a text means, or raises ValueError
with what it should be; never with the text itself, since that may be a secret.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from dotenv import dotenv_values

ONE_WORD = "should be one line without spaces; something came along when it was copied"


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no log and no traceback shows."""

    text: str = field(repr=False)


def setting(read: Callable[[str], object], description: str, default: object = None) -> Any:
    """A field that is read from the variable of its name, by `read`."""
    return field(default=default, metadata={"read": read, "description": description})


def read_values(
    kind: type[Any], env_file: str | None, given: Mapping[str, object]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the settings of `kind` by their names, and what is wrong with the others. `given` comes before the
    environment, and that before the file; what is nowhere keeps its default.
    """
    sources = (dotenv_values(env_file) if env_file else {}, os.environ)
    present: dict[str, object] = {name.lower(): text for source in sources for name, text in source.items()}
    present |= given
    values, wrong = dict[str, Any](), dict[str, str]()
    for known in fields(kind):
        if (text := present.get(known.name)) is None:
            continue
        try:
            values[known.name] = known.metadata["read"](str(text))
        except ValueError as error:
            wrong[known.name] = str(error)
    return values, wrong


def optional(text: str) -> str | None:
    """The text; none where it is empty."""
    return text or None


def secret(text: str) -> Secret | None:
    """A secret, which may have spaces; none where it is empty."""
    return Secret(text) if text else None


def word(text: str) -> str | None:
    """One word of ASCII, without spaces; none where it is empty."""
    if re.search(r"[^\x21-\x7e]", text):
        raise ValueError(ONE_WORD)
    return text or None


def secret_word(text: str) -> Secret | None:
    """A secret of one word; none where it is empty."""
    return secret(word(text) or "")


def token(*beginnings: str) -> Callable[[str], Secret | None]:
    """Reads a token of Slack's that begins with one of these; none where it is empty."""

    def read(text: str) -> Secret | None:
        if text and not text.strip().startswith(beginnings):
            raise ValueError(f"should begin with {beginnings[0]}")
        return secret_word(text.strip() if text else "")

    return read


def number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within these limits."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\s*-?\d{1,9}\s*", text) or not least <= int(text) <= most:
            raise ValueError(f"should be a whole number from {least} to {most}")
        return int(text)

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """Reads one of these names."""

    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"should be {', '.join(names[:-1])} or {names[-1]}")
        return text

    return read


def origin(text: str) -> str | None:
    """A scheme and a host; none where it is empty."""
    if text and not re.fullmatch(r"https?://[^/?#@\s]+/?", text):
        raise ValueError("should be a scheme and a host without a path, such as https://chair.example.com")
    return text.rstrip("/") or None


def api_url(text: str) -> str:
    """An address with a slash at its end."""
    if not text.startswith(("http://", "https://")):
        raise ValueError("should begin with https://")
    return text if text.endswith("/") else f"{text}/"


def database_url(text: str) -> str:
    """The address of a database of a kind that we know."""
    if not text.startswith(("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql:", "postgresql+asyncpg:")):
        raise ValueError("should begin with sqlite:///, postgres:// or postgresql://")
    return text
