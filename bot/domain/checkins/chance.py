"""How likely chance alone is to produce what we see: exact tests in whole numbers, without simulation or rounding."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import comb
from typing import TypeVar

K = TypeVar("K")
KEPT = 128  # distributions, of some kilobytes each


def permutation_p(values: Sequence[int], chosen: Collection[int]) -> float:
    """The share of random choices of as many places whose sum is at least as extreme as that of `chosen`; 0 to 1.

    `values` are whole numbers, `chosen` places in them. Two-sided: twice the smaller tail, at most 1. With values of 0
    and 1 this is Fisher's exact test; with ranks as values it is the rank-sum test. Exact: every subset is counted, by
    adding up a polynomial whose coefficients are packed into one long integer.
    """
    size, picked = len(values), set(chosen)
    if not 0 < len(picked) < size:
        return 1.0
    if len(picked) > size // 2:
        picked = set(range(size)) - picked
    least = min(values)
    shifted = [value - least for value in values]
    width = (comb(size, len(picked)).bit_length() + 8) // 8  # bytes a coefficient
    packed = _ways(tuple(sorted(shifted)), len(picked), width)
    own = sum(shifted[place] for place in picked) * width
    subsets, below = comb(size, len(picked)), _added(packed[: own + width], width)
    above = subsets - below + int.from_bytes(packed[own : own + width], "little")  # an equal sum is in both
    return min(1.0, 2 * min(below, above) / subsets)


def binomial_p(hits: int, tries: int, share: float) -> float:
    """The probability of at least `hits` in `tries`, where each comes up with probability `share`."""
    return sum(comb(tries, n) * share**n * (1 - share) ** (tries - n) for n in range(hits, tries + 1))


def holm(p_values: Mapping[K, float], alpha: float) -> frozenset[K]:
    """Those still significant when all are judged together: the chance of even one false one is at most `alpha`.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
    """
    ranked = sorted(p_values, key=lambda key: p_values[key])
    stands: set[K] = set()
    for place, key in enumerate(ranked):
        if p_values[key] * (len(ranked) - place) > alpha:
            break
        stands.add(key)
    return frozenset(stands)


@lru_cache(KEPT)
def _ways(values: tuple[int, ...], picked: int, width: int) -> bytes:
    """How many choices of `picked` of these values, none below 0, have each sum: numbers of `width` bytes, from sum 0
    up. Cached, since ranks of weeks are the same values for every leader, and take most of the time of insights.
    """
    ways = [1] + [0] * picked  # ways[n]: how many subsets of n values have each sum
    for left, value in zip(reversed(range(len(values))), values, strict=True):
        for count in range(picked, max(0, picked - left - 1), -1):  # fewer could not reach enough with the values left
            ways[count] += ways[count - 1] << (8 * width * value)
    return ways[-1].to_bytes((sum(values) + 1) * width, "little")


def _added(packed: bytes, width: int) -> int:
    """The sum of numbers of `width` bytes, if it fits into fewer bits than one of them. They are the digits of one
    large number, and a number modulo its base minus one is the sum of its digits.
    """
    return int.from_bytes(packed, "little") % ((1 << 8 * width) - 1)
