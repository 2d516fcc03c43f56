"""An act as it goes where nothing fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.failing.moment import Moment
from tests.failing.rows import Rows


@dataclass(frozen=True, slots=True)
class Course:
    """The moment before an act, the rows before and after it, and what the database is asked for it."""

    before: Moment
    start: Rows
    end: Rows
    asked: tuple[str, ...]

    def faults(self) -> Iterator[tuple[int, bool]]:
        """The number of each statement, and whether all after it fail, too; that is left out where nothing is kept."""
        for stays in (False, True)[: 1 + (self.start != self.end)]:
            yield from ((number, stays) for number in range(1, len(self.asked) + 1))
