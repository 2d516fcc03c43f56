"""The quarterly letter to a leader, from their own answers, and the report to an admin, from five leaders or more."""

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime

from bot.domain.aggregates import Aggregate, AggregateKind, is_shown
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.insights import FEWEST_TO_COUNT, Insight
from bot.domain.selfchecks.path import SelfCheckPoint
from bot.domain.time.fiscal import Quarter
from bot.domain.visibility import FOR_ADMIN


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter about `quarter` says. `weeks` counts its check-ins, `rides` the joint calls that happened in it.

    `insights` are the counts of the quarter, and the findings of the year that it ends. `before` and `after` are the
    first and the last self-check of its path, None unless there are two; `before` may be older than the quarter.
    `names` holds, by user id, the names of the people that the insights mention; a message has no need of them.
    """

    quarter: Quarter
    weeks: int
    insights: tuple[Insight, ...] = ()
    before: SelfCheckPoint | None = None
    after: SelfCheckPoint | None = None
    _: KW_ONLY
    rides: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What an admin reads of `quarter`: how many leaders answered, and how often each answer was given."""

    quarter: Quarter
    leaders: int
    answers: Mapping[CheckInAnswer, int]


def is_worth_a_letter(facts: LetterFacts) -> bool:
    """Whether there is anything to count: a letter with nothing in it is not sent."""
    return facts.weeks >= FEWEST_TO_COUNT


def report_aggregate(quarter: Quarter, weeks: Iterable[Aggregate], now: datetime) -> Aggregate | None:
    """The answers of all leaders in a quarter, counted; None if no week of it has five leaders (product rule 7).

    It is a sum of whole weeks, each as first counted and of at least five leaders. So whatever weeks or quarters
    somebody subtracts, what is left covers at least five. Only the tap is counted.
    """
    held = [week for week in weeks if is_shown(week, FOR_ADMIN)]
    if not held:
        return None
    leaders = frozenset[str]().union(*(week.people for week in held))
    counts = {answer.value: sum(week.counts.get(answer, 0) for week in held) for answer in CheckInAnswer}
    return Aggregate(AggregateKind.QUARTER, quarter.name, now, len(leaders), counts, people=leaders)


def report_of(quarter: Quarter, aggregate: Aggregate | None) -> ReportFacts | None:
    """What an admin reads of it; None below five leaders who are still here."""
    if aggregate is None or not is_shown(aggregate, FOR_ADMIN):
        return None
    return ReportFacts(quarter, aggregate.size, {answer: aggregate.counts.get(answer, 0) for answer in CheckInAnswer})
