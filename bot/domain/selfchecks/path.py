"""The path of somebody's self-checks over time: the two points that frame a quarter or a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.selfchecks.selfchecks import Scores, is_complete, scores
from bot.domain.time.fiscal import Quarter
from content.models import Item


@dataclass(frozen=True, slots=True)
class SelfCheckPoint:
    """One self-check on its path: its local date, and what it came to."""

    on: date
    scores: Scores


def selfcheck_path(
    checks: Iterable[tuple[date, Mapping[str, int]]], items: Iterable[Item], quarter: Quarter
) -> tuple[SelfCheckPoint, SelfCheckPoint] | None:
    """Where the self-check stood before the quarter (or first in it) and last in it; None without a change to show.

    `checks` are local dates with what was answered on them, the earliest first. Of those of many years two are scored;
    which are left out, and which counts of a date, is as in `selfchecks.path`.
    """
    listed = list(items)
    answered = {on: answers for on, answers in checks if is_complete(answers, listed)}
    inside = [on for on in answered if quarter.first <= on <= quarter.last]
    earlier = [on for on in answered if on < quarter.first]
    if not inside:
        return None
    first, last = (earlier or inside[:1])[-1], inside[-1]
    before, after = (SelfCheckPoint(on, scores(answered[on], listed)) for on in (first, last))
    return (before, after) if first < last else None
