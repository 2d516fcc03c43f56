"""How many people answered the weekly check-in, week by week, as far as an admin may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.aggregates import Aggregate
from bot.domain.csv_text import csv_of
from bot.domain.pictures import WEEKS
from bot.domain.time.localtime import WEEK
from bot.domain.visibility import FOR_ADMIN

HEAD = ("week", "people")
# A week is counted once the next one has ended too: by then its digests are out, and few people still answer.
COUNTED_AFTER = 2 * WEEK


@dataclass(frozen=True, slots=True)
class Participation:
    """The number of people who answered for each week, by its Monday, the oldest first; None for fewer than five."""

    by_week: Sequence[tuple[date, int | None]] = ()

    def as_csv(self) -> str:
        """The same as CSV; a week of fewer than five has no number."""
        return csv_of([HEAD, *self.by_week])


def participation_of(aggregates: Sequence[Aggregate], this_week: date) -> Participation:
    """The half year up to the week before Monday `this_week`, starting at the first week that has a number.

    `aggregates` are the weeks in which at least five of the people counted are still here.
    """
    shown = {aggregate.scope: aggregate.size for aggregate in aggregates if aggregate.size >= FOR_ADMIN}
    weeks = [this_week - WEEK * back for back in range(WEEKS, 0, -1)]
    numbers = [(week, shown.get(week.isoformat())) for week in weeks]
    first = next((place for place, (_, people) in enumerate(numbers) if people is not None), len(numbers))
    return Participation(tuple(numbers[first:]))
