"""A figure is about three or more people, and grows by three or more at a time (product rule 7)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind, exact_counts, grown, is_shown

THREE = frozenset({"U1", "U2", "U3"})


def figure(size: int, people: frozenset[str] = THREE) -> Aggregate:
    at = datetime(2026, 10, 26, 9, tzinfo=UTC)
    return Aggregate(AggregateKind.PROMPT, "P1", at, size, people=people)


@pytest.mark.parametrize(
    ("aggregate", "shown"),
    [
        (figure(3), True),
        (figure(2, frozenset({"U1", "U2"})), False),
        (figure(3, frozenset({"U1", "U2"})), False),
        (figure(2), False),
        (None, False),
    ],
    ids=["three", "two", "three of whom one was deleted", "two by its size", "none"],
)
def test_three_have_to_be_in_it_and_still_here(aggregate: Aggregate | None, shown: bool) -> None:
    assert is_shown(aggregate, 3) is shown


@pytest.mark.parametrize("new", [frozenset(), frozenset({"U4"}), frozenset({"U4", "U5"})], ids=["none", "one", "two"])
def test_it_does_not_grow_by_fewer_than_three(new: frozenset[str]) -> None:
    before = figure(3)
    assert grown(before, THREE | new, 3) is before


def test_it_grows_by_three_and_lets_nobody_go() -> None:
    new = frozenset({"U4", "U5", "U6"})
    after = grown(figure(4), new, 3)  # one of the four was deleted
    assert (after.size, after.people) == (7, THREE | new)


@pytest.mark.parametrize(
    ("counts", "told"),
    [({"led": 3, "managed": 2}, True), ({"led": 4, "managed": 1}, False), ({"led": 5}, False)],
    ids=["mixed", "all but one alike", "all alike"],
)
def test_counts_that_would_tell_who_gave_which_answer_go_to_no_other_tool(counts: dict[str, int], told: bool) -> None:
    assert exact_counts(replace(figure(5), counts=counts)) == (counts if told else {})
