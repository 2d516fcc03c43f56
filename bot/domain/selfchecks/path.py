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

    `checks` are local dates with what was answered on them, the newest first: those of the years before are not looked
    at. Which ones are left out, and which one counts for a date, is as in `selfchecks.path`.
    """
    listed = list(items)
    answered: dict[date, Mapping[str, int]] = {}
    for on, answers in checks:
        if on <= quarter.last and is_complete(answers, listed):
            answered.setdefault(on, answers)
            if on < quarter.first:
                break
    if len(answered) < 2:
        return None
    before, after = (SelfCheckPoint(on, scores(answered[on], listed)) for on in (min(answered), max(answered)))
    return before, after
