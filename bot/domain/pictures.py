"""Pictures as facts: their data and all their text, before they are drawn. Equal facts look the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import ClassVar, get_args

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.prompts.streaks import DayMark
from bot.domain.time.localtime import DAY, WEEK

WEEKS = 26  # half a year fits on the width of a phone


@dataclass(frozen=True, slots=True)
class WeeksPicture:
    """The answers to the weekly check-in, a column per week, the oldest first.

    `rows` names the answers, the best first; `answers` has the row of each week's answer, None if there was none.
    `ticks` are the weeks with a name below them, by index.
    """

    kind: ClassVar[str] = "weeks"
    rows: tuple[str, ...]
    answers: tuple[int | None, ...]
    ticks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class StreakPicture:
    """The days of a streak, a column per week from Monday, the oldest first; `rows` names the weekdays."""

    kind: ClassVar[str] = "streak"
    rows: tuple[str, ...]
    days: tuple[DayMark, ...]
    ticks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PlanePicture:
    """Self-checks as points in the plane of leading and managing, 0 to 100, the oldest first, with their dates."""

    kind: ClassVar[str] = "plane"
    lead: str
    manage: str
    points: tuple[tuple[int, int], ...]
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """A bar per week, the oldest first, from 0 up; None if there is no number. `label` says what is counted."""

    kind: ClassVar[str] = "bars"
    label: str
    numbers: tuple[int | None, ...]
    ticks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class StripPicture:
    """A row per person, a column per week, the oldest first: on how many days of it something was done."""

    kind: ClassVar[str] = "strip"
    rows: tuple[str, ...]
    days: tuple[tuple[int, ...], ...]
    ticks: tuple[tuple[int, str], ...]


Picture = BarsPicture | StripPicture | WeeksPicture | StreakPicture | PlanePicture


NAMING = frozenset({StripPicture.kind})  # the kinds that show the names of others


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The Slack file with a person's picture of a kind; `digest` identifies what it shows."""

    user_id: str
    kind: str
    digest: str
    file_id: str


def as_json(picture: Picture) -> str:
    """The picture as text, the same for equal pictures."""
    facts = {fact.name: getattr(picture, fact.name) for fact in fields(picture)}
    return json.dumps({"kind": picture.kind, **facts}, ensure_ascii=False)


def from_json(text: str) -> Picture:
    """The picture that `as_json` wrote, with lists for its tuples. Raises KeyError for an unknown kind."""
    facts = json.loads(text)
    kinds: Mapping[str, type[Picture]] = {kind.kind: kind for kind in get_args(Picture)}
    return kinds[facts.pop("kind")](**facts)


def digest_of(picture: Picture) -> str:
    """A digest of what a picture shows: 64 hexadecimal digits, the same for equal pictures."""
    return sha256(as_json(picture).encode()).hexdigest()


def answers_of(checkins: Sequence[CheckIn], this_week: date) -> tuple[CheckInAnswer | None, ...]:
    """The answer of each of the last WEEKS weeks up to that of the Monday `this_week`, the oldest first; it begins with
    the first week that has one, and is empty if none has.
    """
    by_week: Mapping[date, CheckInAnswer] = {checkin.week: checkin.answer for checkin in checkins}
    weeks = [this_week - WEEK * back for back in reversed(range(WEEKS))]
    answers = [by_week.get(week) for week in weeks]
    first = next((place for place, answer in enumerate(answers) if answer), len(answers))
    return tuple(answers[first:])


def days_until(today: date) -> tuple[date, ...]:
    """The days of WEEKS weeks, from a Monday to the Sunday of the week of `today`."""
    monday = today - DAY * today.weekday() - WEEK * (WEEKS - 1)
    return tuple(monday + DAY * number for number in range(7 * WEEKS))
