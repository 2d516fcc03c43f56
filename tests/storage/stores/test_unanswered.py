"""What somebody was sent since the last prompt they answered: by recipient, nudge, status, day and workspace."""

from datetime import date

import pytest

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.prompts.answers import Practice, PromptReply
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.storage.stores.sent import ALL, FIRST, MISSED, NEW, NEWEST, OLD, OTHER_NUDGE, SECOND, put


async def answer(transaction: Transaction, delivery: Delivery, user_id: str) -> None:
    await transaction.answers.save(
        Practice(user_id, delivery.id, "p1", delivery.on, PromptReply.DONE, at=delivery.due_at)
    )


@pytest.mark.parametrize(
    ("answered", "by", "since", "left"),
    [
        pytest.param((), "U1", FIRST, [OLD, NEW, NEWEST], id="none answered"),
        pytest.param((NEW,), "U1", FIRST, [NEWEST], id="after the last answer"),
        pytest.param((OLD, NEW), "U1", FIRST, [NEWEST], id="after the last of two"),
        pytest.param((NEW,), "U2", FIRST, [OLD, NEW, NEWEST], id="somebody else's answer"),
        pytest.param((OLD,), "U1", SECOND, [NEW, NEWEST], id="since a day"),
        pytest.param((OLD,), "U1", OTHER_NUDGE.on, [NEWEST], id="since a day after others that were not answered"),
        pytest.param((NEW,), "U1", SECOND, [NEWEST], id="since the day of the answer"),
        pytest.param((OTHER_NUDGE,), "U1", FIRST, [OLD, NEW, NEWEST], id="of another nudge"),
        pytest.param((MISSED,), "U1", FIRST, [OLD, NEW, NEWEST], id="of one that never came"),
    ],
)
async def test_what_was_left_unanswered(
    database: Database, answered: tuple[Delivery, ...], by: str, since: date, left: list[Delivery]
) -> None:
    await put(database, *ALL)
    async with database.transaction("T2") as transaction:  # where everything with the same ids is answered
        await transaction.people.save(Person("T2", "U1"))
        await answer(transaction, NEWEST, "U1")
    async with database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", "U1"))
        for delivery in answered:
            await answer(transaction, delivery, by)
        unanswered = await transaction.outbox.unanswered(["U1"], "hello", since)
        assert sorted(unanswered["U1"]) == [delivery.due_at for delivery in left]
        assert "U2" not in unanswered
