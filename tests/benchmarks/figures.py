"""A figure of `make bench`, with its goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the output. `goal` in words, `ok` None where there is no goal."""

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
