"""Who may see how much: an aggregate is shown only where nobody can be read out of it (product rule 7)."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
FOR_LEADER = 3  # people an aggregate needs before a leader or a team sees it
FOR_ADMIN = 5  # people it needs before an admin sees it


def publishable(counts: Mapping[K, int], threshold: int) -> Mapping[K, int] | None:
    """The counts, where at least `threshold` people are behind them all together; else None ("not enough yet")."""
    return counts if sum(counts.values()) >= threshold else None
