"""Both sides measure the same thing: on made-up weeks with a known truth, perfect memories show no difference."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.selfchecks.comparison import (
    ItemViews,
    Range,
    ScaleViews,
    Tally,
    is_apart,
    items_apart,
    range_of,
    scale_views,
    share_of,
)
from bot.domain.selfchecks.selfchecks import NOT_UP
from content.models import SCALES, Item

ITEMS = [
    Item(f"{scale}-{number}", scale, "text", "feedback", "suggestion") for scale in SCALES for number in range(1, 6)
]
HAPPENED, DID_NOT, NEVER_UP = 1, 0, NOT_UP
WEEKS = 200  # made-up weeks for each team size
Truth = Mapping[str, list[int]]  # what happened with each person, by item


def made_up(team: int, random: Random) -> Truth:
    """A week: each behaviour has its own frequency, and its own chance to come up."""
    truth = {}
    for item in ITEMS:
        often, comes_up = random.random(), random.choice((0.0, 0.3, 1.0))
        truth[item.id] = [int(random.random() < often) if random.random() < comes_up else NEVER_UP for _ in range(team)]
    return truth


def remembered(truth: Truth) -> dict[str, int]:
    """What a leader with a perfect memory answers."""
    return {
        item_id: share_of(seen.count(HAPPENED), seen.count(DID_NOT)) if set(seen) != {NEVER_UP} else NOT_UP
        for item_id, seen in truth.items()
    }


def tallied(truth: Truth, answering: list[int]) -> dict[str, Tally]:
    """What the salespeople at these places answer, with a perfect memory."""
    said = {item_id: [seen[place] for place in answering] for item_id, seen in truth.items()}
    return {item_id: Tally(seen.count(HAPPENED), seen.count(DID_NOT)) for item_id, seen in said.items()}


@pytest.mark.parametrize("team", range(3, 13))
def test_where_both_remember_rightly_no_difference_appears_however_many_answer(team: int) -> None:
    random = Random(team)
    for _ in range(WEEKS):
        truth = made_up(team, random)
        own, answering = remembered(truth), random.sample(range(team), random.randint(3, team))
        tallies, silent = tallied(truth, answering), team - len(answering)
        assert items_apart(own, tallies, silent, ITEMS) == ()
        for views in scale_views(own, tallies, silent, ITEMS):
            assert views.theirs.distance(views.own) == 0
            assert views.theirs.is_exact or silent


@pytest.mark.parametrize("team", range(3, 13))
def test_where_everybody_answers_the_two_scores_are_one_number(team: int) -> None:
    random = Random(team)
    for _ in range(WEEKS):
        truth = made_up(team, random)
        for views in scale_views(remembered(truth), tallied(truth, list(range(team))), 0, ITEMS):
            assert views.theirs == Range(views.own, views.own)


def test_whoever_counts_those_without_an_occasion_differs_by_that_alone() -> None:
    """Why the leader's form says whom to count: two of four had a call, and it happened with both."""
    seen = Tally(yes=2)
    assert is_apart(share_of(2, 0), seen, silent=0) is False
    assert is_apart(share_of(2, 2), seen, silent=0) is True


def test_three_salespeople_once_each_are_all_for_both_sides() -> None:
    """It used to give the leader 50 and the team 8: "a salesperson" was any of nine, and "me" one of them."""
    truth = {item.id: [HAPPENED] * 3 for item in ITEMS}
    views = scale_views(remembered(truth), tallied(truth, [0, 1, 2]), 0, ITEMS)
    assert views == tuple(ScaleViews(scale, 100, Range(100, 100)) for scale in SCALES)


@pytest.mark.parametrize(
    ("own", "tally", "silent", "apart"),
    [
        pytest.param(3, Tally(yes=2, no=1), 0, True, id="with all, but one says no"),
        pytest.param(2, Tally(yes=2, no=1), 0, False, id="half or more"),
        pytest.param(2, Tally(yes=1, no=2), 0, True, id="half or more, but two say no"),
        pytest.param(2, Tally(yes=1, no=2), 1, False, id="the fourth may have been the half"),
        pytest.param(0, Tally(yes=1, no=5), 3, True, id="with none, but one says yes"),
        pytest.param(NOT_UP, Tally(), 0, False, id="it came up for nobody"),
        pytest.param(NOT_UP, Tally(no=1), 0, True, id="it came up for one of them"),
        pytest.param(0, Tally(), 0, True, id="it came up for the leader alone"),
        pytest.param(0, Tally(), 2, False, id="it may have come up for those who said nothing"),
    ],
)
def test_what_cannot_be_true_at_once_is_a_difference(own: int, tally: Tally, silent: int, apart: bool) -> None:
    assert is_apart(own, tally, silent) is apart


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_range_holds_every_share_that_the_silent_can_make(yes: int, no: int, silent: int) -> None:
    held = range_of(Tally(yes, no), silent)
    shares = {
        share_of(yes + more, no + less)
        for more in range(silent + 1)
        for less in range(silent + 1 - more)
        if yes + more + no + less
    }
    assert (held is None) == (not shares)
    if held is not None:
        assert (held.low, held.high) == (min(shares), max(shares))


def test_at_most_three_items_are_told_the_furthest_apart_first() -> None:
    own = dict.fromkeys((item.id for item in ITEMS), 0)
    tallies = {item.id: Tally(yes=3) for item in ITEMS[4:]} | {ITEMS[0].id: Tally(yes=1, no=3)}
    told = items_apart(own, tallies, 0, ITEMS)
    assert told == tuple(ItemViews(item, 0, Range(3, 3)) for item in ITEMS[4:7])


def test_an_item_that_came_up_for_one_side_alone_is_in_no_score() -> None:
    two = ITEMS[:2]
    own, tallies = {two[0].id: 3, two[1].id: NOT_UP}, {two[0].id: Tally(yes=3), two[1].id: Tally(no=3)}
    assert scale_views(own, tallies, 0, two) == (ScaleViews("lead", 100, Range(100, 100)),)
    assert [views.item for views in items_apart(own, tallies, 0, two)] == [two[1]]
