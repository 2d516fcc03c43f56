"""What people make of the prompts, and what the selection learns from it."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.what_works import PromptTally, appeal_of, in_order, tally_of, with_new
from content.models import Prompt

NONE = Aggregate(AggregateKind.PROMPT_TALLY, "example-l-01", datetime(2026, 11, 28, tzinfo=UTC), 0)
DONE, NOTED, DECLINED = PromptReply.DONE, PromptReply.REFLECTED, PromptReply.NOT_FOR_ME
replies = st.dictionaries(st.sampled_from([f"U{n}" for n in range(30)]), st.sampled_from(PromptReply), max_size=30)


def said(count: int, reply: PromptReply = DONE, first: int = 0) -> dict[str, PromptReply]:
    return {f"U{number}": reply for number in range(first, first + count)}


def test_four_people_are_not_counted_and_five_are() -> None:
    assert with_new(NONE, said(4), ()) is NONE
    five = with_new(NONE, said(3) | said(1, NOTED, 3) | said(1, DECLINED, 4), {"U0", "U4", "U9"})
    assert tally_of(five) == PromptTally(5, done=3, reflected=1, later=2, not_for_me=1)


def test_it_grows_by_five_new_people_and_nobody_is_counted_anew() -> None:
    five = with_new(NONE, said(5), ())
    assert with_new(five, said(5, DECLINED) | said(4, first=5), ()) is five
    ten = with_new(five, said(5, DECLINED) | said(5, first=5), ())
    assert tally_of(ten) == PromptTally(10, done=10, reflected=0, later=0, not_for_me=0)
    assert with_new(five, said(5, first=5), ()) == ten, "also where the first five were deleted since"


@given(st.lists(replies, max_size=12))
def test_no_two_states_differ_by_fewer_than_five_people(told: list[dict[str, PromptReply]]) -> None:
    figures, given_so_far = [NONE], dict[str, PromptReply]()
    for one in told:
        given_so_far |= one
        figures.append(with_new(figures[-1], given_so_far, ()))
    for before, after in pairwise(figures):
        assert after is before or len(after.people - before.people) >= 5
        assert after.size == len(after.people) == sum(after.counts.values())


@pytest.mark.parametrize(
    ("tally", "appeal"),
    [
        (PromptTally(10, 10, 0, 0, 0), 2.0),
        (PromptTally(10, 0, 10, 0, 0), 2.0),
        (PromptTally(10, 0, 0, 0, 10), 0.5),
        (PromptTally(12, 3, 3, 0, 6), 1.25),
        (PromptTally(9, 0, 0, 0, 9), None),
    ],
    ids=["all did it", "all wrote about it", "nobody", "half", "too few to learn from"],
)
def test_the_choice_learns_from_ten_people_on(tally: PromptTally, appeal: float | None) -> None:
    assert appeal_of({"one": tally}).get("one") == appeal


def test_the_most_taken_up_stand_first() -> None:
    prompts = [Prompt(f"example-l-0{number}", "example", "leader", "Ask.", "Why.", minutes=3) for number in range(3)]
    tallies = [PromptTally(5, 1, 0, 0, 4), PromptTally(5, 4, 0, 0, 1), PromptTally(10, 8, 0, 0, 2)]
    facts = in_order(zip(prompts, tallies, strict=True))
    assert [prompt.id for prompt, _ in facts.counted] == ["example-l-02", "example-l-01", "example-l-00"]
    alike = in_order((prompt, tallies[1]) for prompt in reversed(prompts))
    assert [prompt.id for prompt, _ in alike.counted] == ["example-l-00", "example-l-01", "example-l-02"]


def test_the_order_tells_no_more_than_what_is_shown() -> None:
    """Four of five who did it look like all five: they are ordered by the number of people, then by id."""
    prompts = [Prompt(f"example-l-0{number}", "example", "leader", "Ask.", "Why.", minutes=3) for number in range(2)]
    facts = in_order(zip(prompts, [PromptTally(5, 4, 0, 0, 1), PromptTally(5, 5, 0, 0, 0)], strict=True))
    assert [prompt.id for prompt, _ in facts.counted] == ["example-l-00", "example-l-01"]


@pytest.mark.parametrize(
    ("tally", "shown", "told"),
    [
        pytest.param(
            PromptTally(6, 3, 1, 2, 2),
            {"done": "3", "reflected": "1", "not_for_me": "2", "later": "2"},
            {"done": 3, "reflected": 1, "not_for_me": 2, "later": 2},
            id="answers differ",
        ),
        pytest.param(
            PromptTally(6, 5, 0, 6, 1),
            {"done": "5–6", "reflected": "0–1", "not_for_me": "0–1", "later": "5–6"},
            {},
            id="all but one are alike",
        ),
        pytest.param(
            PromptTally(6, 3, 1, 6, 2),
            {"done": "3", "reflected": "1", "not_for_me": "2", "later": "5–6"},
            {"done": 3, "reflected": 1, "not_for_me": 2},
            id="all had it brought back",
        ),
    ],
)
def test_what_is_shown_is_exact_only_where_answers_differ(
    tally: PromptTally, shown: dict[str, str], told: dict[str, int]
) -> None:
    assert {answer: str(span) for answer, span in tally.shown.items()} == shown
    assert dict(tally.told) == told
