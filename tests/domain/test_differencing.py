"""The check that other tests rely on finds people whose answers several aggregates give away."""

from hypothesis import given
from hypothesis import strategies as st

from tests.differencing import safe_to_publish

groups = st.frozensets(st.sampled_from("abcdefghij"))
thresholds = st.integers(1, 6)


def people(names: str) -> frozenset[str]:
    return frozenset(names)


def test_two_aggregates_that_differ_by_one_person_are_one_too_many() -> None:
    assert safe_to_publish(people("abcd"), [], 3)
    assert not safe_to_publish(people("abcd"), [people("abc")], 3)
    assert not safe_to_publish(people("abc"), [people("abcd")], 3)
    assert safe_to_publish(people("abcdef"), [people("abc")], 3)
    assert safe_to_publish(people("abc"), [people("abc")], 3)


def test_subtracting_twice_finds_nobody_either() -> None:
    teams = [people("abc"), people("def")]
    assert not safe_to_publish(people("abcdefg"), teams, 3)  # without both teams: g alone
    assert safe_to_publish(people("abcdefghi"), teams, 3)
    overlapping = [people("abcd"), people("cdefgh")]
    assert not safe_to_publish(people("abcdefgh"), overlapping, 3)  # the two overlap in c and d


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
