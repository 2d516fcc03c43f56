"""Splits the values of a statement, since a database takes only so many at once."""

from collections.abc import Sequence
from typing import TypeVar

_Value = TypeVar("_Value")


def batches(values: Sequence[_Value], most: int = 500) -> list[Sequence[_Value]]:
    """The values in order, at most `most` in each batch."""
    return [values[start : start + most] for start in range(0, len(values), most)]
