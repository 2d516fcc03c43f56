"""The newest of many is found without going through the others, in the same number of SQLite's VM steps."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.checkins.commitments import Commitment, checkin_source
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Person
from bot.domain.prompts.answers import Practice, PromptReply
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.statements import questions, steps_of

BEGAN, NOON = date(2021, 11, 1), datetime(2021, 11, 1, 12, tzinfo=UTC)
LAST = BEGAN + timedelta(weeks=260)


async def _lived(transaction: Transaction, weeks: int) -> None:
    """`weeks` weeks before LAST: in each a prompt answered, a channel's prompt sent, and a plan; and then as many
    messages to somebody else.
    """
    await transaction.people.save(Person("T1", "U1"))
    await transaction.channels.save(ChannelNudge("T1", "C1", "hello", time(9), frozenset({0}), zone="UTC", set_by="U1"))
    for back in range(weeks):
        on, at = LAST - timedelta(weeks=back), NOON + timedelta(weeks=260 - back)
        later = Delivery.of_slot("T1", "U2", "hello", f"R{back}", LAST, NOON + timedelta(weeks=261))
        await transaction.outbox.add(replace(later, status=DeliveryStatus.SENT))
        for recipient in ("U1", "C1"):
            sent = Delivery.of_slot("T1", recipient, "hello", "", on, at, status=DeliveryStatus.SENT)
            await transaction.outbox.add(sent)
            if recipient == "U1" and back:  # the last is still unanswered
                await transaction.answers.save(Practice("U1", sent.id, "P", on, PromptReply.DONE, at=at))
        await transaction.commitments.save(Commitment(f"S{back}", "U1", checkin_source(on), "a", "b", made_on=on))


ASKED: dict[str, Callable[[Transaction], Awaitable[Any]]] = {
    "the last plan": lambda transaction: transaction.commitments.of_checkins(["U1"], LAST),
    "the last prompt answered": lambda transaction: transaction.outbox.unanswered(["U1"], "hello", BEGAN),
    "what a channel last got": lambda transaction: transaction.outbox.last_sent(["C1"]),
}


async def test_the_newest_is_found_without_the_others(sqlite_database: Database) -> None:
    steps: dict[str, list[int]] = {name: [] for name in ASKED}
    for weeks in (3, 260):
        async with sqlite_database.transaction("T1") as transaction:
            await _lived(transaction, weeks)
        with closing(sqlite3.connect(sqlite_database.file or "")) as database:
            for name, ask in ASKED.items():
                async with sqlite_database.reading("T1") as transaction:
                    with questions() as asked:
                        assert await ask(transaction)
                steps[name].append(sum(steps_of(database, *question) for question in asked))
    assert {name: (few, many) for name, (few, many) in steps.items() if many > few + 10} == {}
