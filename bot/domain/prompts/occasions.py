"""Occasions: what is special about somebody's day, so that a prompt can fit it."""

from collections.abc import Collection, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.time.fiscal import Quarter
from bot.domain.time.localtime import DAY, WEEK, local_date, week_of
from bot.domain.time.schedule import FRIDAY, HORIZON, MONDAY, Calendar, Pause
from content.checks import OCCASIONS_FOR
from content.models import Audience, Occasion

NEW_FOR = 14 * DAY  # how long somebody counts as new on a team
TAKE_OVER_FOR = WEEK  # how long a noted take-over is worth a prompt
PAUSE_WITHIN = 3 * DAY
VACATION = 3  # working days off in a row that make a vacation
BACK_FOR = 2  # working days after a vacation
FIRST_WEEKS = 2  # of a quarter

# What a leader's check-in can say about deals, by its key of "checkin.pulled". Salespeople tap it on their Home tab.
DEALS: Mapping[str, Occasion] = {"a_lost_deal": "lost_deal", "a_won_deal": "won_deal"}
DEAL_FOR = WEEK  # how long a deal in a check-in is worth a prompt

# By precedence, the first one first.
ORDER: tuple[Occasion, ...] = (
    "after_takeover",
    "before_ridealong",
    "after_ridealong",
    "before_vacation",
    "after_vacation",
    "lost_deal",
    "won_deal",
    "new_member",
    "quarter_end",
    "quarter_start",
    "monday",
    "friday",
)
# How long after a prompt for an occasion the next one for the same gets no precedence.
REST: Mapping[Occasion, timedelta] = {
    "after_takeover": TAKE_OVER_FOR,
    "lost_deal": DEAL_FOR,
    "won_deal": DEAL_FOR,
    "new_member": 2 * DAY,
    "quarter_end": 2 * DAY,
    "quarter_start": 2 * DAY,
    "monday": 10 * DAY,
    "friday": 10 * DAY,
}


@dataclass(frozen=True, slots=True)
class JointCall:
    """When a ride-along is (aware UTC). `planned`: it may still happen; `held`: both said yes, or it is over."""

    starts_at: datetime
    ends_at: datetime
    planned: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """Whether somebody's own reflection notes an unasked take-over, and when they wrote it (aware UTC)."""

    at: datetime
    nobody_asked: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What is known about the local date `on` of one person or channel, at the aware instant `now`.

    `joined` tells when each member of a leader's team was named, None for those named longer ago than we look back.
    `closes` says whether the week is one of the last of a fiscal quarter; `last_noted` is their newest reflection.
    `deal` is what they reported about a deal in the last days.
    """

    on: date
    now: datetime
    zone: str
    audience: Audience
    quarter: Quarter
    _: KW_ONLY
    closes: bool = False
    calendar: Calendar = field(default_factory=Calendar)
    calls: Collection[JointCall] = ()
    last_noted: Noted | None = None
    joined: Collection[date | None] = ()
    deal: Occasion | None = None


def occasions_of(day: Day) -> tuple[Occasion, ...]:
    """The occasions that hold on a day, the most pressing first."""
    holds: dict[Occasion, bool] = {
        "after_takeover": _took_over(day),
        "before_ridealong": _call_ahead(day),
        "after_ridealong": _call_behind(day),
        "before_vacation": _vacation_ahead(day),
        "after_vacation": _vacation_behind(day),
        "lost_deal": day.deal == "lost_deal",
        "won_deal": day.deal == "won_deal",
        "new_member": _someone_joined(day),
        "quarter_end": day.closes,
        "quarter_start": week_of(day.on) in day.quarter.weeks[:FIRST_WEEKS],
        "monday": day.on.weekday() == MONDAY,
        "friday": day.on.weekday() == FRIDAY,
    }
    known = OCCASIONS_FOR[day.audience]
    return tuple(occasion for occasion in ORDER if holds[occasion] and occasion in known)


def _took_over(day: Day) -> bool:
    noted = day.last_noted
    if noted is None or not noted.nobody_asked:
        return False
    return day.on - local_date(noted.at, day.zone) <= TAKE_OVER_FOR


def _call_ahead(day: Day) -> bool:
    """Whether a call is planned for later today, or up to the next working day."""
    until = _working_day(day.calendar, day.on, DAY)
    ahead = (call for call in day.calls if call.planned and call.starts_at > day.now)
    return any(local_date(call.starts_at, day.zone) <= until for call in ahead)


def _call_behind(day: Day) -> bool:
    """Whether a call ended on the last working day, or on a day off since."""
    since = _working_day(day.calendar, day.on, -DAY)
    return any(since <= local_date(call.ends_at, day.zone) < day.on for call in day.calls if call.held)


def _vacation_ahead(day: Day) -> bool:
    return any(day.on < pause.first <= day.on + PAUSE_WITHIN and _is_vacation(pause) for pause in day.calendar.pauses)


def _is_vacation(pause: Pause) -> bool:
    return pause.last is None or pause.last - pause.first >= (VACATION - 1) * DAY


def _vacation_behind(day: Day) -> bool:
    """Whether it is one of the first working days after several days off that are normally working days."""
    on, worked = day.on, 0
    while worked < BACK_FOR:
        on -= DAY
        missed = 0
        while day.calendar.is_day_off(on) and day.on - on < HORIZON:
            missed += on.weekday() in day.calendar.of(on).working_days
            on -= DAY
        if missed >= VACATION:
            return True
        worked += 1
    return False


def _someone_joined(day: Day) -> bool:
    """Whether somebody is new on an existing team: a whole team named at once has nobody new."""
    new = [on for on in day.joined if on is not None and on <= day.on < on + NEW_FOR]
    return 0 < len(new) < len(day.joined)


def _working_day(calendar: Calendar, on: date, step: timedelta) -> date:
    """The next working day after `on`, or the last one before it if `step` is negative."""
    day = on + step
    while calendar.is_day_off(day) and abs(day - on) < HORIZON:
        day += step
    return day
