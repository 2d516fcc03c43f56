"""How easily chance alone would make what we see: exact tests in whole numbers, nothing simulated or approximated."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import comb
from typing import TypeVar

K = TypeVar("K")
KEPT = 128  # distributions, of some kilobytes each


def permutation_p(values: Sequence[int], chosen: Collection[int]) -> float:
    """How often a random choice of as many places would have a sum at least as far out as `chosen` has; 0 to 1.

    `values` are whole numbers, `chosen` places in them. Two-sided: twice the smaller tail, at most 1. With values of 0
    and 1 this is Fisher's exact test, with places as values the rank-sum test. Exact: every subset is counted, by
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
    above = subsets - below + int.from_bytes(packed[own : own + width], "little")  # those as far out are in both
    return min(1.0, 2 * min(below, above) / subsets)


def binomial_p(hits: int, tries: int, share: float) -> float:
    """How often at least `hits` of `tries` would come up where each does with probability `share`."""
    return sum(comb(tries, n) * share**n * (1 - share) ** (tries - n) for n in range(hits, tries + 1))


def holm(p_values: Mapping[K, float], alpha: float) -> frozenset[K]:
    """Those that stand when all are judged together: chance makes even one of them with less than `alpha`.

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
    """How many choices of so many of these values, none below 0, have which sum: numbers of `width` bytes, from the sum
    0 on. Weeks in their order are the same values for every leader, and take most of the time that insights take.
    """
    ways = [1] + [0] * picked  # ways[n]: how many subsets of n values have which sum
    for left, value in zip(reversed(range(len(values))), values, strict=True):
        for count in range(picked, max(0, picked - left - 1), -1):  # fewer could not become enough with those left
            ways[count] += ways[count - 1] << (8 * width * value)
    return ways[-1].to_bytes((sum(values) + 1) * width, "little")


def _added(packed: bytes, width: int) -> int:
    """The sum of numbers of `width` bytes, where it needs fewer bits than they have. They are the digits of one large
    number, and a number modulo its base less one is the sum of its digits.
    """
    return int.from_bytes(packed, "little") % ((1 << 8 * width) - 1)
