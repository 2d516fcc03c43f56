"""Names of parametrised cases: values that pytest would number, such as `answer0`, are named by their content.

A test's own `ids=`, or the id of a `pytest.param`, takes precedence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

import pytest

LONGEST = 60  # characters of one value; pytest joins a case's values, and numbers equal names
PLAIN = (str, bytes, bool, int, float, complex, Enum, type)  # pytest itself names these well


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """The name of one value of a case; None leaves it to pytest."""
    if val is None or isinstance(val, PLAIN) or callable(val):
        return None
    name = readable(val)
    if " at 0x" in name:  # a memory address, which differs in every process
        return None
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 3]}..."


def readable(value: object) -> str:
    """A value in a few words, the same in every process: sets are sorted, and a dataclass shows what it was given."""
    if is_dataclass(value):
        return f"{type(value).__name__}({_joined(_given(value))})"
    if isinstance(value, Mapping):
        return _joined(f"{readable(key)}={readable(held)}" for key, held in value.items())
    if isinstance(value, set | frozenset):
        return _joined(sorted(map(readable, value)))
    if isinstance(value, list | tuple):
        return _joined(map(readable, value))
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value) if isinstance(value, str | date | timedelta) else repr(value)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "empty"


def _given(value: object) -> Iterable[str]:
    """The fields that differ from their defaults; a true one by its name alone."""
    for each in fields(value):  # type: ignore[arg-type]  # it is an instance of one
        held = getattr(value, each.name)
        default = each.default if each.default_factory is MISSING else each.default_factory()
        if held != default:
            yield each.name if held is True else readable(held)
