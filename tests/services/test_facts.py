"""What the message budget is based on: what each recipient got on that local day, and the days without room."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges import CHECKIN, DIGEST, PROMPT_PERSON, QUARTERLY_LETTER, WELCOME
from bot.services.context import Context
from bot.services.facts import load_facts


@pytest.fixture
def due(context: Context) -> Delivery:
    """A letter to Maria, which is due today."""
    now = context.clock()
    return Delivery("L1", "T1", "U1", QUARTERLY_LETTER, "2026-07-01 2026-09-30", on=now.date(), due_at=now)


async def counted(context: Context, due: Delivery, *before: Delivery) -> tuple[int, int]:
    """How many messages Maria got that day, and how often that letter found no room, with all these in the outbox."""
    async with context.database.transaction("T1") as transaction:
        for delivery in before:
            await transaction.outbox.add(delivery)
        facts = (await load_facts(transaction, context.libraries, [due], context.clock()))[due.id]
    return facts.sent_today, facts.held_back


async def test_messages_of_that_day_that_arrived_and_that_nobody_asked_for(
    context: Context, leader: Who, due: Delivery
) -> None:
    prompt = replace(due, id="P1", nudge=PROMPT_PERSON, subject="", status=DeliveryStatus.SENT)
    before = [
        prompt,
        replace(prompt, id="P2", nudge=CHECKIN),
        replace(prompt, id="P3", nudge=DIGEST),
        replace(prompt, id="P4", nudge=WELCOME),
        replace(prompt, id="P5", on=due.on - timedelta(days=1)),
        replace(prompt, id="P6", subject="withheld", status=DeliveryStatus.WITHHELD),
        replace(prompt, id="P7", recipient="U2"),
        replace(prompt, id="P8", workspace_id="T2"),
    ]
    assert await counted(context, due, *before) == (2, 0)


@pytest.mark.parametrize(
    ("nudge", "recipient"),
    [
        pytest.param(WELCOME, "U1", id="does not count"),
        pytest.param(PROMPT_PERSON, "U404", id="a stranger"),
    ],
)
async def test_where_the_budget_does_not_hold_nothing_is_counted(
    context: Context, leader: Who, due: Delivery, nudge: str, recipient: str
) -> None:
    unbound = replace(due, nudge=nudge, subject="", recipient=recipient)
    sent = replace(unbound, id="P1", nudge=CHECKIN, status=DeliveryStatus.SENT)
    assert await counted(context, unbound, sent) == (0, 0)


async def test_each_of_a_batch_has_their_own(
    context: Context, leader: Who, tom_in_new_york: None, due: Delivery
) -> None:
    other = replace(due, id="L2", recipient="U2")
    async with context.database.transaction("T1") as transaction:
        for number in range(2):
            sent = replace(other, id=f"P{number}", subject=str(number), status=DeliveryStatus.SENT)
            await transaction.outbox.add(sent)
        facts = await load_facts(transaction, context.libraries, [due, other], context.clock())
    assert [facts[delivery_id].sent_today for delivery_id in ("L1", "L2")] == [0, 2]


async def test_the_days_on_which_this_very_letter_found_no_room(context: Context, leader: Who, due: Delivery) -> None:
    held = replace(due, id="H1", on=due.on - timedelta(days=1), status=DeliveryStatus.WITHHELD)
    others = [
        replace(held, id="H2", on=due.on - timedelta(days=2)),
        replace(held, id="H3", on=due.on - timedelta(days=3), status=DeliveryStatus.SENT),
        replace(held, id="H4", on=due.on - timedelta(days=4), subject="2026-04-01 2026-06-30"),
        replace(held, id="H5", on=due.on - timedelta(days=5), recipient="U2"),
    ]
    assert await counted(context, due, held, *others) == (0, 2)


async def test_a_message_that_does_not_move_is_held_back_on_no_day(
    context: Context, leader: Who, due: Delivery
) -> None:
    prompt = replace(due, nudge=PROMPT_PERSON, subject="")
    held = replace(prompt, id="H1", on=due.on - timedelta(days=1), status=DeliveryStatus.WITHHELD)
    assert await counted(context, prompt, held) == (0, 0)
