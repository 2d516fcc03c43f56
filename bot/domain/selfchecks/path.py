"""The path of somebody's self-checks over time: the two points that frame a quarter or a programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.selfchecks.selfchecks import Scores
from bot.domain.time.fiscal import Quarter


@dataclass(frozen=True, slots=True)
class SelfCheckPoint:
    """One self-check on its path: its local date, and what it came to."""

    on: date
    scores: Scores


def selfcheck_path(
    path: Iterable[tuple[date, Scores]], quarter: Quarter
) -> tuple[SelfCheckPoint, SelfCheckPoint] | None:
    """Where the self-check stood before the quarter (or first in it) and last in it; None without a change to show."""
    until = [SelfCheckPoint(on, scores) for on, scores in path if on <= quarter.last]
    inside = [point for point in until if point.on >= quarter.first]
    earlier = [point for point in until if point.on < quarter.first]
    if not inside:
        return None
    first = earlier[-1] if earlier else inside[0]
    return (first, inside[-1]) if first.on < inside[-1].on else None
