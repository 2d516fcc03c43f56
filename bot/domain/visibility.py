"""Who may see how much: an aggregate is shown only if it does not give anybody's answer away (product rule 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")
FOR_LEADER = 3  # people an aggregate needs before a leader or a team sees it
FOR_ADMIN = 5  # people it needs before an admin sees it


def publishable(counts: Mapping[K, int], threshold: int) -> Mapping[K, int] | None:
    """The counts, if at least `threshold` people are behind them in total; else None ("not enough yet")."""
    return counts if sum(counts.values()) >= threshold else None


@dataclass(frozen=True, slots=True)
class CountSpan:
    """The lowest and highest that a count can be, as far as it is shown; equal if it is shown exactly."""

    fewest: int
    most: int

    def __str__(self) -> str:
        return f"{self.fewest}–{self.most}" if self.fewest != self.most else str(self.most)


def are_alike(counts: Mapping[K, int]) -> bool:
    """Whether all, or all but one, gave the same answer.

    If all did, knowing that somebody answered means knowing their answer. One exception looks the same, so that nobody
    can be sure about anybody.
    """
    return max(counts.values(), default=0) >= sum(counts.values()) - 1


def spans(counts: Mapping[K, int]) -> Mapping[K, CountSpan]:
    """The counts as they may be shown: exact, unless they are alike; then only that all or all but one agree."""
    if not are_alike(counts):
        return {answer: CountSpan(count, count) for answer, count in counts.items()}
    everybody, top = sum(counts.values()), max(counts.values(), default=0)
    return {
        answer: CountSpan(everybody - 1, everybody) if count == top else CountSpan(0, 1)
        for answer, count in counts.items()
    }
