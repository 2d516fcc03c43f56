"""The input and output of insights: a leader's answers, and one sentence in numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome

LED, BOTH = CheckInAnswer.LED, CheckInAnswer.BOTH


@dataclass(frozen=True, slots=True)
class AnsweredWeek:
    """The fields of a `CheckIn` that insights count; only these, since insights read many check-ins."""

    week: date
    answer: CheckInAnswer
    developed: tuple[str, ...] = ()
    _: KW_ONLY
    pulled: str | None = None
    takeovers: int | None = None


@dataclass(frozen=True, slots=True)
class LeaderRecord:
    """What insights are made from: one leader's answers, the earliest first, each about a week that is named by its
    Monday.

    `pressure` holds the pressure weeks, `outcomes` maps weeks with a plan to its outcome, `team` maps salespeople to
    their first week on the team.
    """

    checkins: tuple[AnsweredWeek, ...]
    pressure: frozenset[date] = frozenset()
    outcomes: Mapping[date, Outcome | None] = field(default_factory=dict)
    team: Mapping[str, date] = field(default_factory=dict)

    def between(self, first: date, last: date) -> "LeaderRecord":
        """The part of it about the weeks from `first` to `last`, both included."""
        return LeaderRecord(
            tuple(checkin for checkin in self.checkins if first <= checkin.week <= last),
            self.pressure,
            {week: outcome for week, outcome in self.outcomes.items() if first <= week <= last},
            self.team,
        )


@dataclass(frozen=True, slots=True)
class Insight:
    """One sentence in numbers. `key` names its text; it rests on `weeks` weeks between the Mondays `first` and `last`.

    `months` are (first of the month, led, answered); `people` are user ids; `choice` is a key of "checkin.pulled".
    """

    key: str
    first: date
    last: date
    weeks: int
    numbers: Mapping[str, int]
    _: KW_ONLY
    is_finding: bool = False
    months: tuple[tuple[date, int, int], ...] = ()
    people: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True, slots=True)
class InsightFacts:
    """All that a leader's check-ins say, and how many there are. `first` is the Monday from which they are counted."""

    insights: tuple[Insight, ...]
    weeks: int
    first: date


def led(checkin: AnsweredWeek) -> bool:
    """Whether the answer says that the week was led, alone or beside managing."""
    return checkin.answer is LED or checkin.answer is BOTH  # a set would hash both in Python, for each week


def counted(record: LeaderRecord) -> list[tuple[AnsweredWeek, int]]:
    """The check-ins that count unasked take-overs, each with its number."""
    return [(checkin, checkin.takeovers) for checkin in record.checkins if checkin.takeovers is not None]


def weeks_of(checkins: Iterable[AnsweredWeek]) -> list[date]:
    """The Mondays of check-ins."""
    return [checkin.week for checkin in checkins]
