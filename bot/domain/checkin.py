"""The weekly check-in: one answer a person and week; a week is named by its Monday."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.localtime import WEEK
from bot.domain.visibility import FOR_LEADER, publishable


class Answer(StrEnum):
    """The one tap that is a full check-in."""

    LED = "led"
    BOTH = "both"
    MANAGED = "managed"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A leader's answer for the week that began on Monday `week`; everything past `answer` is optional.

    `developed` holds user ids, `pulled` a choice key of "checkin.pulled", `takeovers` how many nobody asked for.
    """

    user_id: str
    week: date
    answer: Answer
    at: datetime
    developed: tuple[str, ...] = ()
    pulled: str | None = None
    takeovers: int | None = None


def team_split(answers: Iterable[Answer], threshold: int = FOR_LEADER) -> Mapping[Answer, int] | None:
    """How many gave each answer, every answer listed; None while fewer than `threshold` people answered (rule 7)."""
    given = Counter(answers)
    return publishable({answer: given[answer] for answer in Answer}, threshold)


def previous_week(week: date) -> date:
    """The Monday of the week before the one that began on Monday `week`."""
    return week - WEEK


def of_week(checkins: Iterable[CheckIn], week: date) -> CheckIn | None:
    """The check-in for the week of Monday `week`; None where there is none."""
    return next((checkin for checkin in checkins if checkin.week == week), None)


def answered_weeks(checkins: Iterable[CheckIn]) -> frozenset[date]:
    """The Mondays of the weeks with a check-in, as `streaks.weekly_streak` takes them."""
    return frozenset(checkin.week for checkin in checkins)
