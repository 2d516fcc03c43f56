"""Whatever is changed, at any time of the week, no slot comes twice and none is lost."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.delivery.planner import Planner
from bot.domain.budget import Cadence, days_for
from bot.domain.deliveries import Delivery
from bot.domain.people.people import NudgeKind, Person, Position, Who
from bot.domain.people.settings import SettingsForm
from bot.domain.plans import Plan
from bot.domain.time.localtime import instant, local_date, week_of
from bot.domain.time.schedule import DAY, WEEK, WORKDAYS
from bot.nudges import CHECKIN, PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from content.libraries import Libraries
from content.library import load_library
from tests.databases import migrated_at
from tests.fakes import FakeDirectory, MovableClock

MONDAY = datetime(2026, 9, 14, 0, 0, tzinfo=UTC)  # two weeks without a public holiday anywhere we go
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "")
CHANGES = st.one_of(
    st.builds(lambda hour: SettingsForm(prompt_on=True, prompt_at=time(hour)), st.integers(8, 17)),
    st.just(SettingsForm(prompt_on=False)),
    st.builds(lambda cadence: SettingsForm(cadence=cadence), st.sampled_from([*Cadence])),
    st.builds(lambda days: SettingsForm(working_days=days), st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(
        lambda day, hour: SettingsForm(checkin_day=day, checkin_at=time(hour)), st.integers(0, 6), st.integers(8, 17)
    ),
    st.builds(lambda on: SettingsForm(wanted=((NudgeKind.CHECKIN, on),)), st.booleans()),
    st.builds(lambda zone: SettingsForm(zone=zone), st.sampled_from(ZONES)),
)
MINUTES = st.integers(0, 7 * 24 * 60)
FRIDAY_15 = (4 * 24 + 13) * 60  # when the check-in is due, in minutes from the start of Monday


@dataclass(frozen=True)
class Told:
    """The outcome of a week: the state after the last change, when that was, and everything that was planned."""

    person: Person
    changed_at: datetime
    planned_before: dict[str, date]
    made: list[Delivery]
    plans: dict[str, Plan]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([(FRIDAY_15, SettingsForm(checkin_day=3, checkin_at=time(10)))]).via("a change at the very moment it is due")
@example([(FRIDAY_15 - 1, SettingsForm(checkin_day=3, checkin_at=time(10)))]).via("a day that has passed this week")
@given(st.lists(st.tuples(MINUTES, CHANGES), min_size=1, max_size=5))
def test_changes_in_the_middle_of_a_week_neither_double_nor_lose_a_slot(
    changes: list[tuple[int, SettingsForm]],
) -> None:
    told = asyncio.run(tell(sorted(changes, key=lambda change: change[0])))
    prompts = [delivery.on for delivery in told.made if delivery.nudge == PROMPT_PERSON]
    checkins = [week_of(delivery.on) for delivery in told.made if delivery.nudge == CHECKIN]
    assert max(Counter(prompts).values(), default=0) <= 1
    assert max(Counter(checkins).values(), default=0) <= 1
    assert missing_prompts(told, prompts) == []
    assert missing_checkins(told, checkins) == []
    assert [plan.at for nudge, plan in told.plans.items() if nudge == CHECKIN] in ([], [told.person.checkin_at])
    assert [plan.at for nudge, plan in told.plans.items() if nudge == PROMPT_PERSON] in ([], [told.person.prompt_at])


def missing_prompts(told: Told, made: list[date]) -> list[date]:
    """The days for which the new settings still have a prompt to come, but on which there was none."""
    person = told.person
    if person.prompt_at is None:
        return []
    days = days_for(person.cadence, person.working_days)
    first = local_date(told.changed_at, person.zone)
    wanted = [first + ahead * DAY for ahead in range(8)]
    return [
        on
        for on in wanted
        if on.weekday() in days and instant(on, person.prompt_at, person.zone) > told.changed_at and on not in made
    ]


def missing_checkins(told: Told, made: list[date]) -> list[date]:
    """Weeks without a check-in: the week of the last change if one was still to come in it, and later weeks."""
    person = told.person
    if not person.gets_checkin:
        return []
    this_week = week_of(local_date(told.changed_at, person.zone))
    planned = told.planned_before.get(CHECKIN)
    was_coming = planned is not None and week_of(planned) == this_week
    return [week for week in ([this_week] if was_coming else []) + [this_week + WEEK] if week not in made]


async def tell(changes: list[tuple[int, SettingsForm]]) -> Told:
    """Play the changes with the real planner and use cases, and ten more days."""
    with tempfile.TemporaryDirectory() as folder:
        migrated_at(Path(folder) / "told.sqlite3")
        database, directory, clock = (
            Database(f"sqlite:///{folder}/told.sqlite3", Cipher([new_key()])),
            FakeDirectory(),
            MovableClock(),
        )
        services = Services(Context(database, directory, Libraries(only=load_library()), clock))
        try:
            return await _told(services, database, directory, clock, changes)
        finally:
            await database.close()


async def _told(
    services: Services,
    database: Database,
    directory: FakeDirectory,
    clock: MovableClock,
    changes: list[tuple[int, SettingsForm]],
) -> Told:
    planner, who = Planner(database), directory.add("U1")
    clock.now = MONDAY - DAY
    await services.onboarding.position(who, Position.LEADER)
    facts = await services.settings.save(who, SettingsForm(working_days=WORKDAYS, country="none"))
    planned: dict[str, date] = {}
    for minutes, form in changes:
        await _until(planner, database, clock, MONDAY + timedelta(minutes=minutes))
        planned = {nudge: plan.next.on for nudge, plan in (await _plans(database, who)).items()}
        facts = await services.settings.save(who, form)
    changed_at = clock()
    await _until(planner, database, clock, changed_at + timedelta(days=15))
    async with database.reading(who.workspace_id) as transaction:
        made = await transaction.outbox.of(who.user_id, [PROMPT_PERSON, CHECKIN], status=None)
    return Told(facts.person, changed_at, planned, made, await _plans(database, who))


async def _plans(database: Database, who: Who) -> dict[str, Plan]:
    async with database.reading(who.workspace_id) as transaction:
        return {plan.nudge: plan for plan in await transaction.schedules.of(who.user_id)}


async def _until(planner: Planner, database: Database, clock: MovableClock, end: datetime) -> None:
    """Plan what is due, moment by moment, before `end`: at that very moment the person comes first."""
    while True:
        async with database.look() as delivery_store:
            due = await delivery_store.next_plan_at()
        if due is None or due >= end:
            break
        clock.now = max(clock.now, due)
        await planner.plan(clock.now)
    clock.now = end
