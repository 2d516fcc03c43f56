"""What somebody answered in self-checks, by date, without anything else kept about them."""

from datetime import UTC, date, datetime

from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.storage.database import Database

DAYS = [date(2026, 7, 1), date(2026, 8, 1), date(2026, 8, 1), date(2026, 9, 1)]


async def test_what_was_answered_comes_in_its_order_and_up_to_a_day(database: Database) -> None:
    checks = [
        SelfCheck(f"S{number}", "U1", on, datetime(2026, 9, 1, 8, number, tzinfo=UTC), {"lead-1": number})
        for number, on in enumerate(DAYS)
    ]
    async with database.transaction("T2") as transaction:
        await transaction.selfchecks.save(checks[0])
    async with database.transaction("T1") as transaction:
        for check in reversed(checks):
            await transaction.selfchecks.save(check)
        await transaction.selfchecks.save(SelfCheck("S9", "U2", DAYS[0], checks[0].at, {"lead-1": 3}))
        assert list(await transaction.selfchecks.answers("U1", DAYS[1])) == [
            (DAYS[2], {"lead-1": 2}), (DAYS[1], {"lead-1": 1}), (DAYS[0], {"lead-1": 0})
        ]  # fmt: skip
