"""A year in ten zones: every slot at its wall time, by this year's rules and where a law changes them midway."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.delivery.planner import Planner
from bot.domain.deliveries import Delivery
from bot.domain.people.countries import NO_HOLIDAYS
from bot.domain.people.people import Person, PersonStatus
from bot.domain.time.localtime import local
from bot.nudges import PROMPT_PERSON
from bot.services.planning.recurring import replan
from bot.storage.database import Database
from tests.delivery.fakes import all_of
from tests.world_rules import World, changed_world

ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Vancouver", "America/Sao_Paulo", "Africa/Casablanca",
    "Asia/Jerusalem", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland",
)  # fmt: skip
# What a parliament may do in a year: abolish summer time, make it permanent, change the offset.
LAWS = {
    "Europe__Berlin": "Africa/Lagos",
    "Europe__London": "Africa/Lagos",
    "America__New_York": "America/Panama",
    "America__Vancouver": "America/Los_Angeles",
    "America__Sao_Paulo": "America/Asuncion",
    "Africa__Casablanca": "Africa/Abidjan",
    "Asia__Jerusalem": "Asia/Riyadh",
    "Asia__Kolkata": "Asia/Karachi",
    "Australia__Lord_Howe": "Australia/Sydney",
    "Pacific__Auckland": "Pacific/Fiji",
}
START, DAY = datetime(2026, 11, 28, 12, tzinfo=UTC), timedelta(days=1)
AT = time(8, 30)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with changed_world(tmp_path / "rules") as world:
        yield world


async def begin(database: Database, now: datetime) -> None:
    async with database.transaction("T1") as transaction:
        for number, zone in enumerate(ZONES):
            who = Person("T1", f"U{number}", zone, zone, country=NO_HOLIDAYS)
            person = replace(who, status=PersonStatus.ACTIVE, is_leader=True, prompt_at=AT)
            await transaction.people.save(person)
            await replan(transaction, person, now)


async def live(database: Database, planner: Planner, first: datetime, until: datetime) -> datetime:
    """One beat a day: what is made late is missed, and keeps the time it was due. Returns the time of the last beat."""
    now = first
    await planner.plan(now)
    while now < until:
        now = min(now + DAY, until)
        await planner.plan(now)
    return now


@pytest.mark.parametrize("law", [None, datetime(2027, 5, 12, tzinfo=UTC)], ids=["this year's rules", "a law in May"])
async def test_a_year_of_ten_zones(sqlite_database: Database, world: World, law: datetime | None) -> None:
    """Each working day has one prompt, at 08:30 on the wall clock by the rules in force that day."""
    await begin(sqlite_database, START)
    end, planner = START + 365 * DAY, Planner(sqlite_database)
    shown: dict[str, list[tuple[date, str]]] = {zone: [] for zone in ZONES}
    now = await live(sqlite_database, planner, START, law or end)
    _read(shown, await all_of(sqlite_database), START, now)
    if law is not None:
        world.enacts(**LAWS)
        now = await live(sqlite_database, Planner(sqlite_database), now, end)
        _read(shown, await all_of(sqlite_database), law, now)
    for zone, days in shown.items():
        assert {wall for _, wall in days} == {"08:30"}, zone
        assert len({on for on, _ in days}) == len(days) == 260, zone


def _read(shown: dict[str, list[tuple[date, str]]], made: dict[str, Delivery], first: datetime, last: datetime) -> None:
    """What wall clocks show at each prompt between two instants, by the rules now in force."""
    for one in made.values():
        zone = ZONES[int(one.recipient[1:])]
        if one.nudge == PROMPT_PERSON and first <= one.due_at < last:
            shown[zone].append((one.on, f"{local(one.due_at, zone):%H:%M}"))
