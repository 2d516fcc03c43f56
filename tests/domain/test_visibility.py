"""Nobody can be read out of an aggregate, and the check that other tests rely on finds those who could be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.visibility import FOR_ADMIN, FOR_LEADER, publishable, spans
from tests.subtraction import safe_to_publish

groups = st.frozensets(st.sampled_from("abcdefghij"))
thresholds = st.integers(1, 6)


def people(names: str) -> frozenset[str]:
    return frozenset(names)


def test_counts_are_shown_from_the_threshold_up() -> None:
    assert publishable({"led": 2, "managed": 0}, FOR_LEADER) is None
    assert publishable({"led": 2, "managed": 1}, FOR_LEADER) == {"led": 2, "managed": 1}
    assert publishable({"led": 4}, FOR_ADMIN) is None
    assert publishable({}, FOR_LEADER) is None


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([5, 0, 0], ["4–5", "0–1", "0–1"], id="all alike"),
        pytest.param([4, 0, 1], ["4–5", "0–1", "0–1"], id="all but one"),
        pytest.param([0, 2, 1], ["0–1", "2–3", "0–1"], id="two of three"),
        pytest.param([3, 2, 0], ["3", "2", "0"], id="two differ"),
        pytest.param([1, 1, 1], ["1", "1", "1"], id="three of three differ"),
    ],
)
def test_answers_that_are_alike_are_not_shown_exactly(counts: list[int], shown: list[str]) -> None:
    assert [str(span) for span in spans(dict(enumerate(counts))).values()] == shown


def test_no_number_tells_everybodys_answer() -> None:
    """Whatever is shown of an answer, it can have been given by another number of people as well, or others differ."""
    for everybody in range(FOR_LEADER, 12):
        all_alike, but_one = {"led": everybody, "managed": 0}, {"led": everybody - 1, "managed": 1}
        assert spans(all_alike) == spans(but_one)


def test_two_aggregates_that_differ_by_one_person_are_one_too_many() -> None:
    assert safe_to_publish(people("abcd"), [], 3)
    assert not safe_to_publish(people("abcd"), [people("abc")], 3)
    assert not safe_to_publish(people("abc"), [people("abcd")], 3)
    assert safe_to_publish(people("abcdef"), [people("abc")], 3)
    assert safe_to_publish(people("abc"), [people("abc")], 3)


def test_subtracting_twice_finds_nobody_either() -> None:
    teams = [people("abc"), people("def")]
    assert not safe_to_publish(people("abcdefg"), teams, 3)  # less both teams: g alone
    assert safe_to_publish(people("abcdefghi"), teams, 3)
    overlapping = [people("abcd"), people("cdefgh")]
    assert not safe_to_publish(people("abcdefgh"), overlapping, 2 + 1)  # the two overlap in c and d


def test_an_empty_group_tells_nothing() -> None:
    assert safe_to_publish(frozenset(), [], 3)


@given(groups, st.lists(groups, max_size=3), thresholds)
def test_what_is_published_and_every_difference_is_empty_or_large_enough(
    members: frozenset[str], published: list[frozenset[str]], threshold: int
) -> None:
    if safe_to_publish(members, published, threshold):
        for group in published:
            for seen in (members, members - group, group - members):
                assert not seen or len(seen) >= threshold


@given(groups, st.lists(groups, max_size=3), thresholds)
def test_the_order_of_what_is_published_does_not_matter(
    members: frozenset[str], published: list[frozenset[str]], threshold: int
) -> None:
    assert safe_to_publish(members, published, threshold) == safe_to_publish(members, published[::-1], threshold)
