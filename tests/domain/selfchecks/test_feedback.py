"""The other view only ever grows by three people or more at a time, whatever happens in between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.selfchecks.comparison import Tally
from bot.domain.selfchecks.feedback import (
    NO,
    YES,
    FeedbackAnswer,
    FeedbackResult,
    FeedbackRound,
    cohorts_to_count,
    counted_in,
)
from bot.domain.selfchecks.selfchecks import NOT_UP
from bot.domain.visibility import FOR_LEADER
from tests.differencing import safe_to_publish

NOW = datetime(2026, 10, 19, tzinfo=UTC)
ASKED = FeedbackRound("R1", "U1", NOW, NOW + timedelta(days=14), ("U2", "U3", "U4", "U5"), week=NOW.date(), team=4)
STEPS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from((YES, NO, NOT_UP))), max_size=40)


def answer(author: str, value: int = YES, counted: int | None = None) -> FeedbackAnswer:
    return FeedbackAnswer("R1", author, NOW, {"lead-06": value}, None if counted is None else {"lead-06": counted})


def count(
    asked: FeedbackRound, answers: list[FeedbackAnswer], former: Iterable[frozenset[str]] = ()
) -> tuple[FeedbackRound, list[FeedbackAnswer], list[frozenset[str]]]:
    """What is counted of these answers now: the round, all answers as they then are, and who was counted together."""
    cohorts = cohorts_to_count(answers, former)
    for cohort in cohorts:
        asked, taken = counted_in(asked, answers, cohort)
        counted = {answer.author_id: answer for answer in taken}
        answers = [counted.get(answer.author_id, answer) for answer in answers]
    return asked, answers, cohorts


@given(STEPS)
def test_sums_grow_by_three_people_at_a_time_and_what_was_counted_stays(steps: list[tuple[str, int]]) -> None:
    asked, known, cohorts = ASKED, dict[str, FeedbackAnswer](), list[frozenset[str]]()
    for author, value in steps:
        counted = known[author].counted if author in known else None
        known[author] = FeedbackAnswer("R1", author, NOW, {"lead-06": value}, counted)
        before = {author for author, answer in known.items() if answer.counted is not None}
        asked, answers, new = count(asked, list(known.values()), cohorts)
        known = {answer.author_id: answer for answer in answers}
        assert all(len(cohort) >= FOR_LEADER and not cohort & before for cohort in new)
        cohorts += new
        values = [answer.counted["lead-06"] for answer in answers if answer.counted is not None]
        tally = Tally(values.count(YES), values.count(NO))
        assert (asked.count, asked.tallies.get("lead-06", Tally())) == (len(values), tally)


@given(st.permutations("abcdefghij"))
def test_whatever_the_order_no_group_can_be_subtracted_from_another(authors: list[str]) -> None:
    asked, known, cohorts, groups = ASKED, list[FeedbackAnswer](), list[frozenset[str]](), list[frozenset[str]]()
    for author in authors:
        asked, known, new = count(asked, [*known, answer(author)], cohorts)
        cohorts += new
        if new:
            groups.append(frozenset(answer.author_id for answer in known if answer.counted is not None))
    assert [len(group) for group in groups] == [3, 6, 9]
    assert all(safe_to_publish(group, groups[:place], FOR_LEADER) for place, group in enumerate(groups))


def test_below_three_nothing_is_counted() -> None:
    assert cohorts_to_count([answer("a"), answer("b")], []) == []


@pytest.mark.parametrize(
    ("authors", "former", "counted"),
    [
        pytest.param("abc", ["abc"], ["abc"], id="the same people again"),
        pytest.param("abd", ["abc"], [], id="one of them exchanged"),
        pytest.param("abcde", ["abc"], ["abc"], id="two more who have to wait"),
        pytest.param("abdefg", ["abc"], ["defg"], id="others, without the two that are left"),
        pytest.param("abcdef", ["abc", "def"], ["abc", "def"], id="two groups"),
        pytest.param("abdef", ["abc", "def"], ["def"], id="a group that is whole beside one that is not"),
        pytest.param("abcd", ["abcd", "efg"], ["abcd"], id="a larger one"),
        pytest.param("abc", ["abcd"], [], id="a larger one of which one is missing"),
        pytest.param("abc", ["ab"], [], id="two, since the third was one of them under another id"),
    ],
)
def test_who_was_counted_together_is_counted_together_or_not_at_all(
    authors: str, former: list[str], counted: list[str]
) -> None:
    found = cohorts_to_count([answer(author) for author in authors], map(frozenset, former))
    assert found == [frozenset(cohort) for cohort in counted]


def test_a_former_round_is_over_since_it_was_about_other_statements() -> None:
    assert ASKED.is_open(NOW)
    assert not replace(ASKED, week=None).is_open(NOW)


def test_a_leader_asks_again_only_once_a_round_is_over() -> None:
    assert FeedbackResult(None, False, 3, "UTC").may_invite
    assert not FeedbackResult(None, False, 2, "UTC").may_invite
    assert not FeedbackResult(ASKED, True, 3, "UTC").may_invite
    assert not FeedbackResult(None, False, 3, "UTC", waits=True).may_invite


@pytest.mark.parametrize(("team", "answered", "silent"), [(5, 3, 2), (3, 3, 0), (2, 3, 0)])
def test_of_how_many_nothing_is_known_is_never_less_than_nobody(team: int, answered: int, silent: int) -> None:
    assert replace(ASKED, team=team, count=answered).silent == silent
