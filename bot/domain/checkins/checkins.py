"""The weekly check-in: one answer per person and week; a week is named by its Monday."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.checkins.commitments import Commitment, check_halves
from bot.domain.prompts.custom_content import CustomEntry, QuestionAnswer
from bot.domain.prompts.streaks import Streak
from bot.domain.time.fiscal import Pressure
from bot.domain.time.localtime import WEEK
from bot.domain.visibility import FOR_LEADER, publishable
from bot.errors import Problem

MOST_TAKEOVERS = 99
CUSTOM_FIELD = "own_"  # prefix of the input names for an organisation's own questions


class CheckInAnswer(StrEnum):
    """The one tap that is a full check-in."""

    LED = "led"
    BOTH = "both"
    MANAGED = "managed"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A leader's answer for the week that began on Monday `week`; everything past `answer` is optional.

    `developed` holds user ids, `pulled` a choice key of "checkin.pulled", `takeovers` the number of unasked take-overs.
    `about_leaders`: a head of sales' answer about leading leaders, which no aggregate about a team counts. `at` is when
    it was first answered (aware UTC); later changes do not move it.
    """

    user_id: str
    week: date
    answer: CheckInAnswer
    at: datetime
    developed: tuple[str, ...] = ()
    _: KW_ONLY
    pulled: str | None = None
    takeovers: int | None = None
    about_leaders: bool = False


@dataclass(frozen=True, slots=True)
class CheckInDetails:
    """What can follow the tap, as typed: `cue` and `step` are the plan for next week, both or neither. `custom` holds
    the answer to each of the organisation's questions that the form showed, by its id.
    """

    developed: tuple[str, ...] = ()
    pulled: str | None = None
    takeovers: int | None = None
    cue: str = ""
    step: str = ""
    _: KW_ONLY
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CustomQuestion:
    """One of the organisation's own questions in a check-in, with the `answer` if there is one."""

    entry: CustomEntry
    answer: QuestionAnswer | None

    @property
    def field(self) -> str:
        """The name of its input in the form."""
        return f"{CUSTOM_FIELD}{self.entry.id}"

    @property
    def chosen(self) -> str:
        """The choice that they made; it stays theirs even if the question has changed since."""
        return self.answer.choice if self.answer else ""


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """The check-in of one person for the week of Monday `week`, open if `checkin` is None.

    `commitment` is the plan that they made in it, `last` the one from before that it asks about. `streak` counts weeks,
    as of today. `was_asked`: whether they were due a weekly message about this week; `was_reminded`: whether a reminder
    has followed it. `pressure`: why that week is a pressure week, None if it is not. `about_leaders`: whether it asks
    about leading leaders. `custom`: the questions of their organisation.
    """

    week: date
    checkin: CheckIn | None
    commitment: Commitment | None
    last: Commitment | None
    streak: Streak
    _: KW_ONLY
    was_asked: bool = True
    was_reminded: bool = False
    about_leaders: bool = False
    pressure: Pressure | None = None
    custom: tuple[CustomQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamSplit:
    """How often each answer was given in a week by three people or more; nobody's own answer.

    `counts` is empty if it may not be shown. `is_whole` then says whether enough people answered, but they are
    everybody who was asked, a group no larger than the threshold: each of them could work out the others' answers.
    """

    counts: Mapping[CheckInAnswer, int]
    is_whole: bool = False


def check_details(details: CheckInDetails) -> list[Problem]:
    """What is wrong with the details, each problem at its field; empty if they can be kept."""
    problems = check_halves(details.cue, details.step)
    if details.takeovers is not None and not 0 <= details.takeovers <= MOST_TAKEOVERS:
        problems.append(Problem("checkins.problems.takeovers", "takeovers", most=MOST_TAKEOVERS))
    return problems


def team_split(answers: Iterable[CheckInAnswer], threshold: int = FOR_LEADER) -> Mapping[CheckInAnswer, int] | None:
    """How many people gave each answer, every answer listed; None while fewer than `threshold` answered (rule 7)."""
    counts = Counter(answers)
    return publishable({answer: counts[answer] for answer in CheckInAnswer}, threshold)


def previous_week(week: date) -> date:
    """The Monday of the week before the one that began on Monday `week`."""
    return week - WEEK


def of_week(checkins: Iterable[CheckIn], week: date) -> CheckIn | None:
    """The check-in for the week of Monday `week`; None if there is none."""
    return next((checkin for checkin in checkins if checkin.week == week), None)


@dataclass(frozen=True, slots=True)
class PastCheckIns:
    """Somebody's check-ins: the Mondays of all `weeks` that have one, and the `latest` in full, in no order."""

    weeks: frozenset[date] = frozenset()
    latest: tuple[CheckIn, ...] = ()
