"""What somebody who comes back was asked meanwhile is looked up without years of what they got."""

from dataclasses import replace

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Person
from bot.domain.time.schedule import DAY
from bot.storage.database import Database
from tests.storage.stores.sent import FIRST, NOON, made, put


async def test_what_was_sent_is_left_out_except_of_the_nudge_that_asks(database: Database) -> None:
    for nudge in ("news", "asked", "digest"):
        for day, status in enumerate((DeliveryStatus.PENDING, DeliveryStatus.WITHHELD, DeliveryStatus.SENT)):
            await put(database, replace(made("U1", day, status=status), id=f"{nudge} {status}", nudge=nudge))
    await put(database, made("U2", 0, "news", status=DeliveryStatus.PENDING))
    async with database.transaction("T1") as transaction:
        looked_up = await transaction.outbox.kept_back("U1", ["news"], "asked", FIRST)
        later = await transaction.outbox.kept_back("U1", ["news"], "asked", FIRST + DAY)
    assert {delivery.id for delivery in looked_up} == {
        "news pending", "news withheld", "asked pending", "asked withheld", "asked sent",
    }  # fmt: skip
    assert {delivery.id for delivery in later} == {"news withheld", "asked withheld", "asked sent"}


async def test_only_what_was_withheld_for_that_reason_is_due_again(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", "U1"))
    closed = made("U1", 0, "asked", status=DeliveryStatus.WITHHELD, reason="closed")
    await put(database, closed, made("U1", 1, "asked", status=DeliveryStatus.MISSED, reason="closed"))
    await put(database, made("U1", 2, "asked", status=DeliveryStatus.WITHHELD, reason="answered"))
    async with database.transaction("T1") as transaction:
        await transaction.outbox.make_due_again(["asked"], "closed", NOON)
        waiting = await transaction.outbox.of("U1", ["asked"], status=DeliveryStatus.PENDING)
    assert [delivery.id for delivery in waiting] == [closed.id]
