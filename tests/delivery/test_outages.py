"""What the planner does with slots that passed while nobody planned."""

from datetime import timedelta

from bot.delivery.planner import Planner
from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from tests.delivery.fakes import NOON, NUDGES, all_of, daily, plan, statuses

DAY = timedelta(days=1)


async def test_a_slot_found_too_late_is_missed_at_once(database: Database) -> None:
    await plan(database, daily("T1", "U1"), daily("T1", "U2", nudge="all_day"))

    await Planner(database, NUDGES).plan(NOON + timedelta(hours=3))

    assert {one.recipient: (one.status, one.reason) for one in (await all_of(database)).values()} == {
        "U1": (DeliveryStatus.MISSED, "too late"),
        "U2": (DeliveryStatus.PENDING, ""),
    }


async def test_after_an_outage_every_lost_slot_is_recorded(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON + 4 * DAY)

    assert await statuses(database) == {DeliveryStatus.MISSED: 4, DeliveryStatus.PENDING: 1}


async def test_after_a_year_only_the_last_two_weeks_are_recorded(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON + 365 * DAY)

    assert await statuses(database) == {DeliveryStatus.MISSED: 15, DeliveryStatus.PENDING: 1}


async def test_more_plans_than_fit_a_page_are_all_made(database: Database) -> None:
    await plan(database, *(daily("T1", f"U{number}") for number in range(2500)))

    assert await Planner(database, NUDGES).plan(NOON) == 2500

    assert await statuses(database) == {DeliveryStatus.PENDING: 2500}
