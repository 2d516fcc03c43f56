"""Works out what a person can deduce from several aggregates: whether any group found this way has too few
people.
"""

from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def safe_to_publish(members: frozenset[T], published: Iterable[frozenset[T]], threshold: int) -> bool:
    """Whether a figure about `members` may be shown beside those about the `published` groups.

    False where the group, or its difference from a published one either way, has people but fewer than `threshold`; and
    where repeated subtraction (a region less two of its three teams) would leave so small a group.
    """
    known = set(published)
    differences = {difference for group in known for difference in (members - group, group - members)}
    learnt = _deducible(known | {members}) - _deducible(known)
    return all(len(group) >= threshold for group in {members} | differences | learnt if group)


def _deducible(groups: set[frozenset[T]]) -> set[frozenset[T]]:
    """The groups, and all whose figures follow by subtracting a smaller group from one that contains it."""
    found = set(groups)
    fresh = found
    while fresh:
        pairs = ((group, other) for group in fresh for other in found)
        fresh = {max(pair, key=len) - min(pair, key=len) for pair in pairs if pair[0] < pair[1] or pair[1] < pair[0]}
        fresh -= found
        found = found | fresh
    return found
