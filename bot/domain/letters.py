"""The quarterly letter to a leader, from their own answers, and the report to an admin, from five leaders or more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.checkin import Answer, CheckIn
from bot.domain.fiscal import Quarter
from bot.domain.insights import FEWEST_TO_COUNT, Insight
from bot.domain.selfcheck import Scores
from bot.domain.visibility import FOR_ADMIN, publishable


@dataclass(frozen=True, slots=True)
class Point:
    """One self-check on its path: its local date, and what it came to."""

    on: date
    scores: Scores


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter about `quarter` says. `weeks` counts its check-ins, `rides` the joint calls that happened in it.

    `insights` are the counts of the quarter, and the findings of the year that it ends. `before` and `after` are the
    first and the last self-check of its path, None where there are not two; `before` may be older than the quarter.
    `names` are those of the people whom the insights name, by user id.
    """

    quarter: Quarter
    weeks: int
    insights: tuple[Insight, ...] = ()
    before: Point | None = None
    after: Point | None = None
    rides: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What an admin reads of `quarter`: how many leaders answered, and how often each answer was given."""

    quarter: Quarter
    leaders: int
    answers: Mapping[Answer, int]


def is_worth_a_letter(facts: LetterFacts) -> bool:
    """Whether there is anything to count: a letter with nothing in it is not sent."""
    return facts.weeks >= FEWEST_TO_COUNT


def selfcheck_path(path: Iterable[tuple[date, Scores]], quarter: Quarter) -> tuple[Point, Point] | None:
    """Where the self-check stood before the quarter (or first in it) and last in it; None without a change to show."""
    until = [Point(on, scores) for on, scores in path if on <= quarter.last]
    inside = [point for point in until if point.on >= quarter.first]
    earlier = [point for point in until if point.on < quarter.first]
    if not inside:
        return None
    first = earlier[-1] if earlier else inside[0]
    return (first, inside[-1]) if first.on < inside[-1].on else None


def report_of(quarter: Quarter, checkins: Iterable[CheckIn]) -> ReportFacts | None:
    """The answers of all leaders in a quarter, counted; None below five leaders (product rule 7).

    Nobody's weeks are told from anybody else's, and nothing but the tap is counted.
    """
    weeks = set(quarter.weeks)
    given = [one for one in checkins if one.week in weeks]
    leaders = {one.user_id for one in given}
    if publishable(dict.fromkeys(leaders, 1), FOR_ADMIN) is None:
        return None
    answers = {answer: sum(one.answer is answer for one in given) for answer in Answer}
    return ReportFacts(quarter, len(leaders), answers)
