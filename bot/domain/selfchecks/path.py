"""The path of somebody's self-checks over time: the points before and after a quarter or a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.selfchecks.selfchecks import Scores, is_complete, scores
from bot.domain.time.fiscal import Quarter
from content.models import Item


@dataclass(frozen=True, slots=True)
class SelfCheckPoint:
    """One self-check on its path: its local date and scores."""

    on: date
    scores: Scores


def selfcheck_path(
    checks: Iterable[tuple[date, Mapping[str, int]]], items: Iterable[Item], quarter: Quarter
) -> tuple[SelfCheckPoint, SelfCheckPoint] | None:
    """The last self-check before the quarter (or the first in it) and the last in it; None if there is no change to
    show.

    `checks` are local dates with what was answered on them, the earliest first. Of many years' checks only two are
    scored; which ones are left out, and which one counts for a date, is as in `selfchecks.path`.
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
