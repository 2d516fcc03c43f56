"""Pausing, resuming and trying a channel nudge: by the person who set it up, and by admins."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.channels.channels import BY_HAND, NUDGES_A_PAGE
from bot.domain.codec import ChannelSubject
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Who
from bot.errors import Problem
from bot.nudges import DIGEST, PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.channels.channel_nudges import NINE, outbox
from tests.services.people.stored_people import active
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("sales_of_an_admin")
HERE = ChannelSubject("C1", PROMPT_CHANNEL)


async def keep(context: Context, *nudges: ChannelNudge) -> None:
    async with context.database.transaction("T1") as transaction:
        for nudge in nudges:
            await transaction.channels.save(nudge)


async def one(services: Services, who: Who) -> tuple[str | None, datetime | None]:
    """Why the one channel nudge is paused, and when it comes next."""
    (facts,) = (await services.channels.listed(who)).nudges
    return facts.nudge.paused_for, facts.next_at


async def test_a_paused_nudge_does_not_come_until_somebody_lets_it_go_on(services: Services, maria: Who) -> None:
    await services.channels.set_up(maria, NINE)
    await services.channel_upkeep.pause(maria, HERE)
    assert await one(services, maria) == (BY_HAND, None)
    await services.channel_upkeep.resume(maria, HERE)
    assert await one(services, maria) == (None, datetime(2026, 10, 19, 7, tzinfo=UTC))


async def test_a_pause_that_slack_caused_keeps_its_reason(services: Services, context: Context, maria: Who) -> None:
    await services.channels.set_up(maria, NINE)
    nudge = await services.channel_upkeep.get(maria, HERE)
    await keep(context, replace(nudge, paused_for="is_archived"))
    await services.channel_upkeep.pause(maria, HERE)
    assert (await one(services, maria))[0] == "is_archived"


async def test_it_goes_on_only_where_slack_would_take_it(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    nudge = await services.channel_upkeep.get(maria, HERE)
    await keep(context, replace(nudge, paused_for="not_in_channel"))
    directory.add_channel("C1", maria, has_bot=False)
    with pytest.raises(Problem, match="invite_first"):
        await services.channel_upkeep.resume(maria, HERE)
    directory.channels.clear()
    with pytest.raises(Problem, match="not_seen"):
        await services.channel_upkeep.resume(maria, HERE)
    assert (await one(services, maria))[0] == "not_in_channel"


ACTS: dict[str, Callable[[Services, Who], Awaitable[object]]] = {
    "get": lambda services, who: services.channel_upkeep.get(who, HERE),
    "pause": lambda services, who: services.channel_upkeep.pause(who, HERE),
    "resume": lambda services, who: services.channel_upkeep.resume(who, HERE),
    "try": lambda services, who: services.channel_trials.trial(who, HERE),
}


@pytest.mark.parametrize("act", ACTS)
async def test_only_the_setter_and_admins_may(
    services: Services, context: Context, maria: Who, tom: Who, act: str
) -> None:
    await services.channels.set_up(maria, NINE)
    await active(services, context, tom, is_leader=True)
    with pytest.raises(Problem, match="setter_or_admin"):
        await ACTS[act](services, tom)


@pytest.mark.parametrize("act", ACTS)
async def test_what_was_stopped_meanwhile_is_said(services: Services, maria: Who, act: str) -> None:
    with pytest.raises(Problem, match="nothing_to_stop"):
        await ACTS[act](services, maria)


async def test_a_trial_is_the_prompt_of_the_day_and_posts_nothing_in_the_channel(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    facts = await services.channel_trials.trial(maria, HERE)
    assert facts.choice is not None
    assert (await services.channel_trials.trial(maria, HERE)).choice == facts.choice
    assert await outbox(context, "C1", PROMPT_CHANNEL) == []


async def test_a_trial_of_a_digest_counts_nothing(services: Services, maria: Who) -> None:
    await services.channels.set_up(maria, replace(NINE, kind=DIGEST))
    facts = await services.channel_trials.trial(maria, ChannelSubject("C1", DIGEST))
    assert (facts.choice, facts.week) == (None, date(2026, 10, 12))


async def test_a_digest_that_came_since_hides_why_the_one_before_did_not(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, replace(NINE, kind=DIGEST))

    async def ends(day: int, status: DeliveryStatus, reason: str = "") -> None:
        at = datetime(2026, 10, day, 7, tzinfo=UTC)
        delivery = Delivery(
            f"d{day}", "T1", "C1", DIGEST, "", on=at.date(), due_at=at, status=status, reason=reason, sent_at=at
        )
        async with context.database.transaction("T1") as transaction:
            await transaction.outbox.add(delivery)

    await ends(12, DeliveryStatus.WITHHELD, "too few answers: 2")
    (facts,) = (await services.channels.listed(maria)).nudges
    assert facts.withheld is not None
    assert facts.withheld.reason == "too few answers: 2"
    await ends(19, DeliveryStatus.SENT)
    (facts,) = (await services.channels.listed(maria)).nudges
    assert facts.withheld is None


async def test_a_page_of_130_takes_as_many_statements_as_a_list_of_one(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    with statements() as for_one:
        await services.channels.listed(maria)
    many = [
        ChannelNudge("T1", f"C{number}", PROMPT_CHANNEL, time(9), frozenset({0}), zone="UTC", set_by="U1")
        for number in range(2, 131)
    ]
    await keep(context, *many)
    with statements() as for_many:
        page = await services.channels.listed(maria, number=3)
    assert (page.total, page.number, len(page.nudges)) == (130, 3, NUDGES_A_PAGE)
    assert len(for_many) == len(for_one)
