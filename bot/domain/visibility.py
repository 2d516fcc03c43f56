"""Who may see how much: an aggregate is shown only where nobody can be read out of it (product rule 7)."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
FOR_LEADER = 3  # people an aggregate needs before a leader or a team sees it
FOR_ADMIN = 5  # people it needs before an admin sees it


def publishable(counts: Mapping[K, int], threshold: int) -> Mapping[K, int] | None:
    """The counts, where at least `threshold` people are behind them all together; else None ("not enough yet")."""
    return counts if sum(counts.values()) >= threshold else None


def safe_to_publish(members: frozenset[str], published: Iterable[frozenset[str]], threshold: int) -> bool:
    """Whether a figure about `members` may be shown beside those about the `published` groups.

    False where the group, or its difference with a published one either way, holds somebody and fewer than `threshold`;
    and where subtracting figures again and again (a region less two of its three teams) would leave so small a group.
    """
    known = set(published)
    differences = {difference for group in known for difference in (members - group, group - members)}
    learnt = _deducible(known | {members}) - _deducible(known)
    return all(len(group) >= threshold for group in {members} | differences | learnt if group)


def _deducible(groups: set[frozenset[str]]) -> set[frozenset[str]]:
    """The groups, and all whose figures follow from theirs by subtracting a smaller group from one that contains it."""
    found = set(groups)
    fresh = found
    while fresh:
        pairs = ((group, other) for group in fresh for other in found)
        fresh = {max(pair, key=len) - min(pair, key=len) for pair in pairs if pair[0] < pair[1] or pair[1] < pair[0]}
        fresh -= found
        found = found | fresh
    return found
