"""Which texts say nearly the same: the cosine of their words, each weighed by how rare it is (TF-IDF).

Words are cut to their first five letters, so that "asking" and "asks" count as one; pairs of neighbours count as well,
so that the same words in another order are less alike. A word in every eighth text ("the", "ask") tells nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log, sqrt

from content.lint.reading_ease import words_of

STEM = 5
COMMON = 8


def near_duplicates(texts: Mapping[str, str], least: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of keys of `texts` that are alike by `least` or more, from 0 (no word in common) to 1 (the same words)."""
    holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, vector in _vectors(texts).items():
        alike: dict[str, float] = defaultdict(float)
        for term, weight in vector.items():
            for other, its_weight in holders[term]:
                alike[other] += weight * its_weight
            holders[term].append((key, weight))
        yield from ((other, key, likeness) for other, likeness in alike.items() if likeness >= least)


def _vectors(texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Each text as the weights of its terms, of length 1."""
    counts = {key: Counter(_terms(text)) for key, text in texts.items()}
    holders = Counter(term for count in counts.values() for term in count)
    vectors = {}
    for key, count in counts.items():
        telling = {term: times for term, times in count.items() if holders[term] <= max(2, len(texts) // COMMON)}
        weights = {term: (1 + log(times)) * log(1 + len(texts) / holders[term]) for term, times in telling.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors[key] = {term: weight / length for term, weight in weights.items()}
    return vectors


def _terms(text: str) -> list[str]:
    stems = [word.lower()[:STEM] for word in words_of(text)]
    return [*stems, *(f"{stem} {other}" for stem, other in pairwise(stems))]
