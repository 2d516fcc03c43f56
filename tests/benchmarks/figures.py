"""A figure of `make bench`, with its goal."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the output. `goal` is in words; `ok` is None where there is no goal."""

    name: str
    value: float
    unit: str
    goal: str = ""
    ok: bool | None = None


def at_least(name: str, value: float, goal: float, unit: str = "ratio") -> Figure:
    """A figure that should not be smaller than its goal."""
    return Figure(name, value, unit, f"at least {goal:g}", value >= goal)


def at_most(name: str, value: float, goal: float, unit: str = "ratio") -> Figure:
    """A figure that should not be larger than its goal."""
    return Figure(name, value, unit, f"at most {goal:g}", value <= goal)


def verdict(figures: Sequence[Figure]) -> str:
    """How many goals are reached, followed by a line for each that is missed."""
    judged = [figure for figure in figures if figure.ok is not None]
    missed = [
        f"  {figure.name}: {figure.value:,.3g} {figure.unit}, {figure.goal}" for figure in judged if not figure.ok
    ]
    return "\n".join([f"{len(judged) - len(missed)} of {len(judged)} goals reached.", *missed])
