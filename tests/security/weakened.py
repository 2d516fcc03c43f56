"""What holds taken away for one test, so that it is seen whether an attack would be noticed."""

import pytest

from bot.services.checkins import aggregates
from bot.services.checkins import facts as checkin_facts

Patch = pytest.MonkeyPatch


def presses_are_counted_one_by_one(patch: Patch) -> None:
    """How many did a channel's prompt grows by one person at a time."""
    patch.setattr("bot.domain.aggregates.FOR_LEADER", 1)


def digests_are_of_anybody(patch: Patch) -> None:
    """A digest counts a week with a single answer."""
    patch.setattr(aggregates.week_aggregate, "__defaults__", (1,))
    patch.setattr(checkin_facts, "FOR_LEADER", 1)
