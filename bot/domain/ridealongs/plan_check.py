"""What is wrong with a ride-along as typed: every problem at once, each at its field."""

from datetime import datetime, timedelta

from bot.domain.ridealongs.terms import Terms
from bot.errors import Problem

CUSTOMER_MOST = 150  # characters
TEXT_MOST = 300  # characters of the signal and of the skill
FARTHEST = timedelta(days=400)  # beyond that, the day was mistyped or misread: "32 dec" is read as December 2032
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)


def check_plan(
    terms: Terms,
    *,
    planned_by: str,
    other_id: str | None,
    other_is_bot: bool = False,
    now: datetime,
    logged: bool = False,
) -> list[Problem]:
    """The problems of a plan, in the order of the form; empty if there are none. `other_id` is whom it is with.

    Instants are aware; `logged` says that the call already happened. The fields are "salesperson", "customer", "when",
    "minutes", "signal", "skill"; texts that are too long carry `most` and `length` (characters), lengths `least` and
    `most` (minutes).
    """
    problems = [
        _with_whom(planned_by, other_id, other_is_bot),
        None if terms.customer else Problem("ridealong.customer_missing", "customer"),
        _too_long("customer", terms.customer, CUSTOMER_MOST),
        _when(terms.starts_at, now, logged),
        _minutes(terms.length),
        _too_long("signal", terms.contract.signal, TEXT_MOST),
        _too_long("skill", terms.contract.skill, TEXT_MOST),
    ]
    return [problem for problem in problems if problem is not None]


def _with_whom(planned_by: str, other_id: str | None, is_bot: bool) -> Problem | None:
    if not other_id:
        return Problem("ridealong.salesperson_missing", "salesperson")
    if other_id == planned_by:
        return Problem("ridealong.salesperson_self", "salesperson")
    return Problem("ridealong.salesperson_bot", "salesperson") if is_bot else None


def _when(starts_at: datetime | None, now: datetime, logged: bool) -> Problem | None:
    if starts_at is None:
        return Problem("ridealong.when_missing", "when")
    if logged:
        return Problem("ridealong.when_future", "when") if starts_at > now else None
    if starts_at < now:
        return Problem("ridealong.when_past", "when")
    return Problem("ridealong.when_far", "when") if starts_at - now > FARTHEST else None


def _minutes(length: timedelta) -> Problem | None:
    if SHORTEST <= length <= LONGEST:
        return None
    minute = timedelta(minutes=1)
    return Problem("ridealong.minutes_range", "minutes", least=SHORTEST // minute, most=LONGEST // minute)


def _too_long(field: str, text: str, most: int) -> Problem | None:
    return Problem(f"ridealong.{field}_long", field, most=most, length=len(text)) if len(text) > most else None
