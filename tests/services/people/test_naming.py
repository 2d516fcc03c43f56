"""People are looked for in messages by a keyed hash, and what names them is removed as the kind of message requires."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks.block_kit import section
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.removals import Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import NotDone, OurMessage
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, bare_home


def message(ts: str, *, names: str = "U1", delivery_id: str = "") -> OurMessage:
    return OurMessage(ts, "text", (section(f"About <@{names}>"),), delivery_id)


@pytest.fixture
def slack() -> FakeRemover:
    return FakeRemover()


async def look(context: Context, clock: MovableClock, slack: FakeRemover, *there: OurMessage, **facts: str) -> None:
    slack.messages["D2"] = list(there)
    sent = Delivery.of_slot("T1", "U2", "checkin", "", clock().date(), clock())
    async with context.database.transaction("T1") as transaction:
        await transaction.outbox.add(replace(sent, id="d1", status=DeliveryStatus.SENT))
        (name_hash,) = await transaction.safeguards.name_hashes("U1")
        conversation = facts.get("conversation", "D2")
        wanted = Removal(conversation, "", RemovalKind.NAMED, name_hash, due_at=clock(), place="99.0")
        await transaction.removals.add([wanted])
    await RemovalQueue(context, slack, bare_home).all_due()


async def test_only_what_names_them_changes_each_in_its_way(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    await look(context, clock, slack, message("1.0"), message("2.0", names="U12"), message("3.0", delivery_id="d1"))
    assert sorted(words[3:] for words in slack.said if words[0] == "replace") == [
        ("1.0", "What was here was removed with the data of somebody it named."),
        ("3.0", "text"),
    ]


async def test_blocks_that_slack_does_not_take_again_become_a_sentence(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    slack.refusals["replace"] = [NotDone("invalid_blocks")]
    await look(context, clock, slack, message("3.0", delivery_id="d1"))
    assert slack.said[-1][-1] == "What was here was removed with the data of somebody it named."


async def test_a_conversation_is_opened_first_where_we_do_not_know_it(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    slack.messages["DU2"] = [message("1.0")]
    await look(context, clock, slack, conversation="U2")
    assert [words[:3] for words in slack.said] == [
        ("conversation", "T1", "U2"), ("page", "T1", "DU2"), ("replace", "T1", "DU2"),
    ]  # fmt: skip


async def test_with_a_contact_who_left_there_is_nothing_to_read(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    slack.refusals["conversation"] = [NotDone("user_disabled")]
    await look(context, clock, slack, conversation="U2")
    async with context.database.transaction("T1") as transaction:
        assert await transaction.removals.all() == []


async def test_what_is_known_of_a_message_weighs_more_than_that_it_names_them(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    later = clock() + timedelta(minutes=1)
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([Removal("D2", "1.0", RemovalKind.CALL, due_at=later)])
    await look(context, clock, slack, message("1.0"))
    async with context.database.transaction("T1") as transaction:
        assert [(each.target, each.kind) for each in await transaction.removals.all()] == [("1.0", RemovalKind.CALL)]
