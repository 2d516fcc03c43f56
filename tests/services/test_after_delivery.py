"""What follows a delivery: the prompt before it, the cadence, and refusals."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, PersonStatus, Who
from bot.domain.prompts.answers import DuePrompt, Practice, PromptReply
from bot.domain.time.localtime import DAY
from bot.domain.time.schedule import THURSDAY, TUESDAY, WORKDAYS
from bot.nudges import CHANNEL_PAUSED, CHECKIN, PROMPT_CHANNEL, PROMPT_LATER, PROMPT_PERSON, WELCOME
from bot.nudges.nudge import Facts
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.storage.database import Database
from tests.fakes import FakeMessenger, MovableClock
from tests.services.people.stored_people import outbox
from tests.statements import statements

Sent = Callable[..., Awaitable[Delivery]]

pytestmark = pytest.mark.usefixtures("maria_takes_part")


@pytest.fixture
def sent(context: Context, clock: MovableClock) -> Sent:
    """Puts a delivery that went out so many days ago into the outbox."""

    async def put(days_ago: int, nudge: str = PROMPT_PERSON, subject: str = "", ts: str = "") -> Delivery:
        at = clock() - timedelta(days=days_ago)
        name = f"{nudge}-{days_ago}"
        status = DeliveryStatus.SENT
        delivery = Delivery(
            name,
            "T1",
            "U1",
            nudge,
            subject,
            on=at.date(),
            due_at=at,
            status=status,
            reason="",
            channel_id="D1",
            ts=ts or f"{days_ago}.0",
        )
        async with context.database.transaction("T1") as transaction:
            await transaction.outbox.add(delivery)
        return delivery

    return put


def facts(delivery: Delivery, ignored: int = 0) -> tuple[Delivery, Facts[Any]]:
    return delivery, Facts(delivery, delivery.due_at, payload=DuePrompt(None, ignored))


async def test_the_unanswered_prompt_before_it_is_replaced_with_its_older_copies(
    after_delivery: AfterDelivery, messenger: FakeMessenger, maria: Who, sent: Sent
) -> None:
    await sent(3)
    await sent(2)
    await sent(1, PROMPT_LATER, f"{PROMPT_PERSON}-2")
    await sent(0, PROMPT_LATER, f"{PROMPT_PERSON}-2")  # brought back this very day: it was asked for
    await after_delivery.after_delivery([facts(await sent(0))])
    assert sorted(messenger.collapsed) == [("D1", "1.0"), ("D1", "2.0")]


async def test_one_that_was_answered_or_is_long_gone_stays(
    after_delivery: AfterDelivery, messenger: FakeMessenger, maria: Who, sent: Sent, context: Context
) -> None:
    today = facts(await sent(0))
    await sent(8)
    await after_delivery.after_delivery([today])
    before = await sent(1)
    answer = Practice("U1", before.id, "p", before.on, PromptReply.DONE, at=before.due_at)
    async with context.database.transaction("T1") as transaction:
        await transaction.answers.save(answer)
    await after_delivery.after_delivery([today])
    assert messenger.collapsed == []


async def test_after_anything_else_nothing_follows(
    after_delivery: AfterDelivery, messenger: FakeMessenger, maria: Who, sent: Sent
) -> None:
    await sent(1)
    await after_delivery.after_delivery([facts(await sent(0, PROMPT_LATER, "x"))])
    assert messenger.collapsed == []


async def test_welcomes_of_those_who_started_meanwhile_say_how_things_stand_and_are_looked_at_together(
    after_delivery: AfterDelivery, messenger: FakeMessenger, maria: Who, sent: Sent, context: Context
) -> None:
    async with context.database.transaction("T1") as transaction:
        person = await transaction.people.get("U1")
        assert person is not None
        await transaction.people.save(replace(person, user_id="U8", status=PersonStatus.NEW))
    hers = facts(await sent(0, WELCOME))
    others = [facts(replace(hers[0], id=f"w{user_id}", recipient=user_id, ts=user_id)) for user_id in ("U8", "U9")]
    with statements() as alone:
        await after_delivery.after_delivery([hers])
    with statements() as together:
        await after_delivery.after_delivery([*others, hers])
    assert messenger.collapsed == [("D1", "0.0"), ("D1", "0.0")], "one did not start, and one nobody has met"
    assert len(together) == len(alone)


async def test_what_left_together_is_looked_at_in_one_reading_of_each_workspace(
    after_delivery: AfterDelivery, context: Context, maria: Who, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = await sent(0, CHECKIN)
    ids = [("T1", "U1"), ("T2", "U1"), ("T1", "U2"), ("T1", "U3"), ("T2", "U2")]
    batch = [facts(replace(hers, workspace_id=workspace_id, recipient=user_id)) for workspace_id, user_id in ids]
    reading, readings = Database.reading, list[str]()

    def counted(database: Database, workspace_id: str) -> Any:
        readings.append(workspace_id)
        return reading(database, workspace_id)

    monkeypatch.setattr(Database, "reading", counted)
    await after_delivery.after_delivery(batch)
    assert readings == ["T1", "T2"]


@pytest.mark.parametrize(
    ("ignored", "days"),
    [pytest.param(4, WORKDAYS, id="not yet"), pytest.param(5, frozenset({TUESDAY, THURSDAY}), id="said just now")],
)
async def test_the_prompt_that_says_they_come_less_often_thins_them_out(
    after_delivery: AfterDelivery, maria: Who, sent: Sent, context: Context, ignored: int, days: frozenset[int]
) -> None:
    for days_ago in range(ignored, 0, -1):
        await sent(days_ago)
    await after_delivery.after_delivery([facts(await sent(0), ignored)])
    async with context.database.transaction("T1") as transaction:
        plan = await transaction.schedules.get("U1", PROMPT_PERSON)
    assert plan is not None
    assert plan.days == days


async def test_a_channel_that_refuses_pauses_its_nudge_and_tells_who_set_it_up(
    after_delivery: AfterDelivery, maria: Who, context: Context
) -> None:
    nudge = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, zone="UTC", set_by="U1")
    async with context.database.transaction("T1") as transaction:
        await transaction.channels.save(nudge)
    delivery = Delivery("d", "T1", "C1", PROMPT_CHANNEL, "", on=context.clock().date(), due_at=context.clock())
    await after_delivery.refused(delivery, "is_archived")
    async with context.database.transaction("T1") as transaction:
        assert (await transaction.channels.all())[0].paused_for == "is_archived"
    assert len(await outbox(context, maria, CHANNEL_PAUSED)) == 1


@pytest.mark.parametrize(
    ("before", "is_paused"),
    [
        (["a_new_code"], True),
        (["", "a_new_code"], True),
        (["a_new_code", ""], False),
        (["another_code"], False),
        ([], False),
    ],
    ids=["the day before", "since yesterday", "not since", "another", "the first"],
)
async def test_a_channel_that_refuses_for_a_reason_new_to_us_is_paused_on_the_second_day(
    after_delivery: AfterDelivery, maria: Who, context: Context, before: list[str], is_paused: bool
) -> None:
    nudge = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, zone="UTC", set_by="U1")
    today, slot = context.clock(), ("T1", "C1", PROMPT_CHANNEL, "")
    async with context.database.transaction("T1") as transaction:
        await transaction.channels.save(nudge)
        for ago, code in enumerate(reversed(before), 1):
            at, status = today - ago * DAY, DeliveryStatus.REFUSED if code else DeliveryStatus.SENT
            await transaction.outbox.add(Delivery.of_slot(*slot, at.date(), at, status=status, reason=code))
    await after_delivery.refused(Delivery.of_slot(*slot, today.date(), today), "a_new_code")
    async with context.database.transaction("T1") as transaction:
        assert (await transaction.channels.all())[0].paused_for == ("a_new_code" if is_paused else None)
    assert len(await outbox(context, maria, CHANNEL_PAUSED)) == is_paused
