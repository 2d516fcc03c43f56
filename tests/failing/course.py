"""The course of an act when nothing fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.failing.moment import Moment
from tests.failing.rows import Rows


@dataclass(frozen=True, slots=True)
class Course:
    """The moment before an act, the rows before and after it, and the statements that it causes."""

    before: Moment
    start: Rows
    end: Rows
    asked: tuple[str, ...]

    def faults(self) -> Iterator[tuple[int, bool]]:
        """The number of each statement, and whether all after it fail too; that is left out where nothing is saved."""
        for stays in (False, True)[: 1 + (self.start != self.end)]:
            yield from ((number, stays) for number in range(1, len(self.asked) + 1))
