"""The planner: makes a delivery for each slot that is due, and moves its plan on to the next slot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot import log
from bot.computing import compute_at_once
from bot.delivery.clock_jumps import heal
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import (
    DAY,
    WEEK,
    Calendar,
    Rhythm,
    Slot,
    Timetable,
    local_date,
    next_slot_on_or_after,
    still_makes_sense,
    week_of,
)
from bot.nudges import BY_KEY
from bot.nudges.nudge import Nudge
from bot.services.planning.working_days import holidays_of
from bot.services.ridealongs.rule_changes import follow_rules
from bot.storage.database import Database

PAGE = 1000
BACKLOG = timedelta(days=14)  # after a longer outage, older slots are not worth a row each
TOO_LATE = "too late"
PUT_BACK = timedelta(minutes=1)  # if the clock is put back by more than this, it ran ahead before

Days = frozenset[int]
FindsSlot = Callable[[Timetable, date], Slot | None]


@dataclass(slots=True)
class _Moves:
    made: list[Delivery] = field(default_factory=list)
    forget: list[Plan] = field(default_factory=list)
    keep: list[tuple[Plan, Slot]] = field(default_factory=list)


class Planner:
    """Makes deliveries from plans. On PostgreSQL any number of planners may run at once."""

    def __init__(self, database: Database, nudges: Mapping[str, Nudge[Any]] = BY_KEY) -> None:
        self._database = database
        self._nudges = nudges
        self._latest: datetime | None = None
        self._countries: set[str | None] = {None}
        self._log = log.get(__name__)

    async def plan(self, now: datetime) -> int:
        """Make a delivery for every plan due at `now` (aware UTC), in pages with a transaction each. Returns how many.

        A slot noticed too late to make sense becomes a missed delivery at once. When nothing is due, this costs one
        index look-up. The first call also moves plans whose time zone has new rules. The first call, and the first
        after the clock was put back, also removes what a clock that ran ahead had planned.
        """
        if self._latest is None:
            await self._follow_rules(now)
        if self._latest is None or now < self._latest - PUT_BACK:
            await heal(self._database, self._nudges, now)
        self._latest = now
        async with self._database.look() as delivery_store:
            first_at = await delivery_store.next_plan_at()
        made = 0
        while first_at is not None and first_at <= now:
            async with self._database.delivery_store() as delivery_store:
                due = await delivery_store.due_plans(now, PAGE)
                await self._read_holidays(due)
                moves = self._moves(due, now)
                await delivery_store.move_on(moves.forget, moves.keep, moves.made)
            made += len(moves.made)
            if len(due) < PAGE and all(slot.due_at > now for _, slot in moves.keep):
                break
        return made

    async def _follow_rules(self, now: datetime) -> None:
        """Move plans made under older time zone rules; a process keeps the rules that it started with."""
        async with self._database.look() as delivery_store:
            moved = await delivery_store.displaced(now)
        if moved:
            async with self._database.delivery_store() as delivery_store:
                await delivery_store.put_in_place(moved)
            self._log.info("plans_moved_with_the_rules", times=len(moved))
        await follow_rules(self._database, now)

    async def _read_holidays(self, due: Sequence[Plan]) -> None:
        """Read the holidays of new countries in a thread: with the first, `holidays` is loaded, which takes 0.15 s."""
        new = {plan.country for plan in due} - self._countries
        if new:
            self._countries |= new
            await compute_at_once(lambda: [holidays_of(country) for country in new])

    def _moves(self, due: Sequence[Plan], now: datetime) -> _Moves:
        moves = _Moves()
        for plan in due:
            try:
                following = self._make(plan, moves.made, now)
            except Exception:  # noqa: BLE001 - one bad plan stops nobody else; it is tried again the next day
                self._log.exception("plan_failed", nudge=plan.nudge, workspace=plan.workspace_id, to=plan.recipient)
                following = Slot(plan.next.on + DAY, now + DAY)
            if following is None:
                moves.forget.append(plan)
            else:
                moves.keep.append((plan, following))
        return moves

    def _make(self, plan: Plan, made: list[Delivery], now: datetime) -> Slot | None:
        """Add the delivery of a plan, and return the slot after that; None if there is none."""
        nudge = self._nudges.get(plan.nudge)
        if nudge is None:
            self._log.warning("plan_of_unknown_nudge", nudge=plan.nudge, workspace=plan.workspace_id)
            return None
        made.append(_delivery(plan, nudge, now))
        return _following(plan, nudge, now)


def _delivery(plan: Plan, nudge: Nudge[Any], now: datetime) -> Delivery:
    makes_sense = still_makes_sense(plan.next.due_at, now, plan.zone, nudge.grace)
    return Delivery.of_slot(
        workspace_id=plan.workspace_id,
        recipient=plan.recipient,
        nudge=plan.nudge,
        subject=plan.subject,
        on=plan.next.on,
        due_at=plan.next.due_at,
        status=DeliveryStatus.PENDING if makes_sense else DeliveryStatus.MISSED,
        reason="" if makes_sense else TOO_LATE,
    )


def _following(plan: Plan, nudge: Nudge[Any], now: datetime) -> Slot | None:
    """The slot after the plan's next one."""
    if plan.at is None or plan.days is None:
        return None
    # From the next week on, so that a check-in whose weekday was moved never asks twice about one week.
    free = week_of(plan.next.on) + WEEK if nudge.weekly else plan.next.on + DAY
    find = nudge.slot or next_slot_on_or_after
    return _slot_from(find, free, now, plan.at, plan.days, plan.zone, plan.working_days, plan.country)


@lru_cache(maxsize=4096)  # the thousand people due in one minute share their time, and often their zone and days
def _slot_from(
    find: FindsSlot, free: date, now: datetime, at: time, days: Days, zone: str, working_days: Days, country: str | None
) -> Slot | None:
    """The first slot from `free` on; after a long outage, no earlier than BACKLOG ago."""
    first = max(free, local_date(now, zone) - BACKLOG)
    return find(Timetable(Rhythm(at, days, zone), Calendar(working_days, holidays_of(country))), first)
