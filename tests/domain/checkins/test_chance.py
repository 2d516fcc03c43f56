"""Exact tests, compared with counting every case one by one."""

from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkins.chance import binomial_p, holm, permutation_p

VALUES = st.lists(st.integers(0, 9), min_size=2, max_size=9)


def by_hand(values: list[int], chosen: set[int]) -> float:
    own = sum(values[place] for place in chosen)
    sums = [sum(values[place] for place in one) for one in combinations(range(len(values)), len(chosen))]
    return min(1.0, 2 * min(sum(one <= own for one in sums), sum(one >= own for one in sums)) / len(sums))


@given(VALUES, st.data())
def test_every_subset_is_counted(values: list[int], data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(values) - 1), min_size=1, max_size=len(values) - 1))
    assert permutation_p(values, chosen) == pytest.approx(by_hand(values, chosen))


@pytest.mark.parametrize("chosen", [set(), {0, 1, 2}], ids=["nobody", "everybody"])
def test_without_two_sides_there_is_nothing_to_compare(chosen: set[int]) -> None:
    assert permutation_p([1, 2, 3], chosen) == 1.0


def test_it_is_fishers_exact_test_for_zeros_and_ones() -> None:
    values = [0] * 4 + [1] * 20 + [0] * 2
    assert permutation_p(values, range(4)) == pytest.approx(2 * comb(6, 4) / comb(26, 4))


def test_a_year_of_large_numbers_is_exact_and_quick() -> None:
    assert permutation_p([0] * 26 + [99] * 27, range(26)) == pytest.approx(2 / comb(53, 26))


@pytest.mark.parametrize(("hits", "tries", "p"), [(0, 5, 1.0), (5, 5, 0.2**5), (1, 2, 0.36)])
def test_hits_out_of_tries(hits: int, tries: int, p: float) -> None:
    assert binomial_p(hits, tries, 0.2) == pytest.approx(p)


@pytest.mark.parametrize(
    ("p_values", "stands"),
    [
        pytest.param({"a": 0.02, "b": 0.2}, {"a"}, id="the smaller one, doubled"),
        pytest.param({"a": 0.03, "b": 0.04}, set(), id="none alone would do"),
        pytest.param({"a": 0.001, "b": 0.04}, {"a", "b"}, id="what is left is judged among itself"),
        pytest.param({}, set(), id="nothing was tried"),
    ],
)
def test_several_are_judged_together(p_values: dict[str, float], stands: set[str]) -> None:
    assert holm(p_values, 0.05) == stands
