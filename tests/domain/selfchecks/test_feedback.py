"""The other view only ever grows by three people at a time, whatever happens in between."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.selfchecks.feedback import (
    FeedbackAnswer,
    FeedbackResult,
    FeedbackRound,
    counted_in,
    largest_gaps,
    scale_gaps,
)
from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.domain.visibility import FOR_LEADER
from content.models import Item, Library
from tests.subtraction import safe_to_publish

NOW = datetime(2026, 10, 19, tzinfo=UTC)
ASKED = FeedbackRound("R1", "U1", NOW, NOW + timedelta(days=14), ("U2", "U3", "U4", "U5"))
STEPS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 4)), max_size=40)


def answer(author: str, value: int = 2, counted: int | None = None) -> FeedbackAnswer:
    return FeedbackAnswer("R1", author, NOW, {"lead-01": value}, None if counted is None else {"lead-01": counted})


def own(library: Library, value: int = 4) -> SelfCheck:
    return SelfCheck("S1", "U1", NOW.date(), NOW, dict.fromkeys(library.items, value))


def seen(library: Library, value: int, count: int = 3) -> FeedbackRound:
    return FeedbackRound("R1", "U1", NOW, NOW, (), count=count, sums=dict.fromkeys(library.items, value * count))


@given(STEPS)
def test_sums_grow_by_three_people_at_a_time(steps: list[tuple[str, int]]) -> None:
    asked, known = ASKED, dict[str, FeedbackAnswer]()
    for author, value in steps:
        counted = known[author].counted if author in known else None
        known[author] = FeedbackAnswer("R1", author, NOW, {"lead-01": value}, counted)
        asked, taken = counted_in(asked, list(known.values()))
        fresh = {one.author_id for one in taken if one.answers != known[one.author_id].counted}
        assert len(fresh) == len(taken)
        assert not taken or len(fresh) >= FOR_LEADER
        known |= {one.author_id: one for one in taken}
        values = [one.counted["lead-01"] for one in known.values() if one.counted is not None]
        assert (asked.count, asked.sums.get("lead-01", 0)) == (len(values), sum(values))
        assert asked.count not in {1, 2}


@given(st.permutations("abcdefghij"))
def test_whatever_the_order_no_group_can_be_subtracted_from_another(authors: list[str]) -> None:
    asked, known, groups = ASKED, list[FeedbackAnswer](), list[frozenset[str]]()
    for author in authors:
        known.append(answer(author))
        asked, taken = counted_in(asked, known)
        if taken:
            known = taken + [one for one in known if one.counted is not None]
            groups.append(frozenset(one.author_id for one in known))
    assert [len(group) for group in groups] == [3, 6, 9]
    assert all(safe_to_publish(group, groups[:place], FOR_LEADER) for place, group in enumerate(groups))


def test_below_three_nothing_is_counted_and_nothing_is_shown(library: Library) -> None:
    assert counted_in(ASKED, [answer("a"), answer("b")]) == (ASKED, [])
    assert scale_gaps(own(library), ASKED, library.items.values()) == ()
    assert largest_gaps(own(library), ASKED, library.items.values()) == ()


def test_a_fourth_answer_and_two_changed_ones_come_in_together() -> None:
    three = [answer(author, 4, 4) for author in "abc"]
    asked = FeedbackRound("R1", "U1", NOW, NOW, (), count=3, sums={"lead-01": 12})
    assert counted_in(asked, [*three, answer("d", 0)])[0] == asked
    changed = [answer("a", 1, 4), answer("b", 1, 4), three[2], answer("d", 0)]
    after, taken = counted_in(asked, changed)
    assert (after.count, after.sums["lead-01"], len(taken)) == (4, 6, 3)


def test_the_gap_is_counted_from_the_same_scales(library: Library) -> None:
    gaps = scale_gaps(own(library, 4), seen(library, 2), library.items.values())
    assert {gap.theirs for gap in gaps} == {50}
    assert all(gap.own > gap.theirs for gap in gaps)


def test_at_most_three_statements_are_told_and_only_a_whole_step_apart(library: Library) -> None:
    found = largest_gaps(own(library, 4), seen(library, 1), library.items.values())
    assert [gap.theirs for gap in found] == [1.0, 1.0, 1.0]
    assert all(isinstance(gap.item, Item) for gap in found)
    assert largest_gaps(own(library, 4), seen(library, 4), library.items.values()) == ()


def test_a_leader_asks_again_only_once_a_round_is_over() -> None:
    assert FeedbackResult(None, False, 3, "UTC").may_invite
    assert not FeedbackResult(None, False, 2, "UTC").may_invite
    assert not FeedbackResult(ASKED, True, 3, "UTC").may_invite
