"""The deliveries of channel nudges: when they went out, what went wrong, and the pause after a refusal."""

from datetime import UTC, datetime

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges import CHANNEL_PAUSED, PROMPT_CHANNEL
from bot.services.channels.refusals import pause_refused
from bot.services.context import Context, new_id
from bot.services.services import Services
from bot.slack.codes import CODES, Meaning
from tests.fakes import MovableClock
from tests.services.channels.channel_nudges import NINE, outbox, said, sent_today

pytestmark = pytest.mark.usefixtures("sales_of_an_admin")


async def test_the_list_says_when_it_last_went_out_and_what_went_wrong(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.channels.set_up(maria, NINE)
    await sent_today(context)
    clock.move(days=1)
    await sent_today(context, DeliveryStatus.MISSED)
    (facts,) = (await services.channels.listed(maria)).nudges
    assert facts.last_at == datetime(2026, 10, 19, 6, tzinfo=UTC)
    assert [trouble.status for trouble in facts.troubles] == [DeliveryStatus.MISSED]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        *((code, "") for code in sorted(CODES[Meaning.CLOSED])),
        ("is_archived", "The channel is archived"),
        ("no_permission", "no_permission"),
        ("restricted_action_read_only_channel", "limited who may post"),
        ("restricted_action_of_2027", "limited who may post"),
    ],
)
async def test_a_channel_that_slack_refuses_is_paused_and_its_setter_told_once(
    services: Services, context: Context, maria: Who, code: str, says: str
) -> None:
    await services.channels.set_up(maria, NINE)
    refused = Delivery(new_id(), "T1", "C1", PROMPT_CHANNEL, "", on=context.clock().date(), due_at=context.clock())
    await pause_refused(context, refused, code)
    await pause_refused(context, refused, code)
    (facts,) = (await services.channels.listed(maria)).nudges
    assert (facts.nudge.paused_for, facts.next_at) == (code, None)
    (told,) = await outbox(context, "U1", CHANNEL_PAUSED)
    assert says in await said(context, told)


async def test_setting_it_up_again_ends_the_pause(services: Services, context: Context, maria: Who) -> None:
    await services.channels.set_up(maria, NINE)
    refused = Delivery(new_id(), "T1", "C1", PROMPT_CHANNEL, "", on=context.clock().date(), due_at=context.clock())
    await pause_refused(context, refused, "not_in_channel")
    facts, changed = await services.channels.set_up(maria, NINE)
    assert changed
    assert facts.next_at is not None
    (told,) = await outbox(context, "U1", CHANNEL_PAUSED)
    assert await said(context, told) == "put right"


async def test_other_refusals_pause_nothing(services: Services, context: Context, maria: Who) -> None:
    await services.channels.set_up(maria, NINE)
    now = context.clock()
    others = [("C1", code) for meaning, codes in CODES.items() if meaning is not Meaning.CLOSED for code in codes]
    for recipient, code in [*others, ("C7", "is_archived")]:  # the one to C7 was stopped long ago
        refused = Delivery(new_id(), "T1", recipient, PROMPT_CHANNEL, "", on=now.date(), due_at=now)
        await pause_refused(context, refused, code)
        (facts,) = (await services.channels.listed(maria)).nudges
        assert facts.nudge.paused_for is None, code
