"""Divides what a statement names, since a database takes only so many values at once."""

from collections.abc import Sequence
from typing import TypeVar

_Value = TypeVar("_Value")


def batches(values: Sequence[_Value], most: int = 500) -> list[Sequence[_Value]]:
    """The values in order, at most so many at a time."""
    return [values[start : start + most] for start in range(0, len(values), most)]
