"""Holds back messages that would arrive outside somebody's working hours, or during Do Not Disturb in Slack."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.time.hours import next_open
from bot.domain.time.localtime import local_date
from bot.domain.time.schedule import still_makes_sense
from bot.nudges.nudge import Facts, Nudge
from bot.services.planning.kept_back import NO_WORKING_DAY
from bot.services.planning.working_days import calendar_of

HOURS, DO_NOT_DISTURB = "outside working hours", "do not disturb"
LATE = timedelta(minutes=15)  # how long after its recipient's hours a message that waited its turn may still leave

Window = tuple[datetime, datetime]  # from and until when, aware UTC
Quiet = Callable[[str, Sequence[Person], datetime], Awaitable[Mapping[str, Window]]]


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a message does not leave now. `until`: when it is due again; `then`: the delivery on a later day that takes
    its place. With neither, it is withheld for good.
    """

    reason: str
    until: datetime | None = None
    then: Delivery | None = None


async def nobody_is_quiet(_workspace_id: str, _people: Sequence[Person], _now: datetime) -> Mapping[str, Window]:
    """Stands in for Do Not Disturb if Slack is not asked."""
    return {}


def due_since(delivery: Delivery, nudge: Nudge[Any]) -> datetime:
    """When a message's grace begins: for a message about a day, when it was first due, however long it waited for its
    reader; for any other, at the start of the hours that it waited for.
    """
    return delivery.due_at if nudge.rhythm is None else delivery.first_due_at


def hold_of(facts: Facts[Any], nudge: Nudge[Any]) -> Hold | None:
    """What keeps a message from leaving now; None if it may leave."""
    person, now = facts.person, facts.now
    if person is None:
        return None
    opens, reason = _opening(person, facts.delivery, now, facts.quiet)
    in_pause = any(pause.covers(local_date(now, person.zone)) for pause in person.pauses)
    ignores = not in_pause and nudge.ignores_hours(facts, opens or datetime.max.replace(tzinfo=now.tzinfo))
    if opens == now or ignores:
        return None
    return Hold(f"{reason}{NO_WORKING_DAY}") if opens is None else _wait(facts.delivery, nudge, person, opens, reason)


def _wait(delivery: Delivery, nudge: Nudge[Any], person: Person, opens: datetime, reason: str) -> Hold:
    """A message of a certain day waits on that day, within its grace. A message that counts towards the budget gets a
    delivery of its own on the other day, so that it is counted there.
    """
    on = local_date(opens, person.zone)
    if nudge.rhythm is not None:
        in_time = on == delivery.on and still_makes_sense(due_since(delivery, nudge), opens, person.zone, nudge.grace)
        return Hold(reason, until=opens if in_time else None)
    if on != delivery.on and nudge.counts_towards_budget:
        return Hold(f"{reason}, moved to {on}", then=_on_day(delivery, opens, on))
    return Hold(reason, until=opens)


def _opening(person: Person, delivery: Delivery, now: datetime, quiet: Window | None) -> tuple[datetime | None, str]:
    """When a message may arrive: `now`, a later instant, or None for never; and what holds it back until then."""
    calendar, reason = calendar_of(person), HOURS
    due_at = delivery.due_at
    if now - due_at <= LATE and next_open(person.hours, calendar, person.zone, due_at) == due_at:
        opens: datetime | None = now
    else:
        opens = next_open(person.hours, calendar, person.zone, now)
    if opens is not None and quiet is not None and quiet[0] <= opens < quiet[1]:
        reason = DO_NOT_DISTURB if opens == now else HOURS
        opens = next_open(person.hours, calendar, person.zone, quiet[1])
    return opens, reason


def _on_day(delivery: Delivery, due_at: datetime, on: date) -> Delivery:
    return Delivery.of_slot(
        delivery.workspace_id,
        delivery.recipient,
        delivery.nudge,
        delivery.subject,
        on,
        due_at,
        moved_from=delivery.on,
    )
