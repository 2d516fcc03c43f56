"""What somebody's Home tab is made of, and that it appears whichever part of it fails."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.domain.admin.admin import AdminGlance
from bot.domain.channels.channels import ChannelRequest
from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus, UndeliveredCount
from bot.domain.home import HomeFacts
from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.prompts.answers import PromptReply
from bot.errors import Problem
from bot.nudges import CHECKIN, PROMPT_PERSON
from bot.services.context import Context, new_id
from bot.services.home import Home
from bot.services.home_tabs import HomeTabs
from bot.services.services import Services
from bot.storage.transaction import Transaction
from tests.fakes import FakeDirectory

MONDAY = date(2026, 10, 19)

pytestmark = pytest.mark.usefixtures("maria_leads")


async def active(services: Services, context: Context, who: Who, *, leader: bool = False) -> Who:
    person = replace(await services.people.meet(who), status=PersonStatus.ACTIVE, is_leader=leader)
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(person)
    return who


async def deliver(context: Context) -> str:
    """U1's prompt for today, already sent. Returns its delivery id."""
    prompt = next(iter(context.library.prompts))
    delivery = Delivery(
        new_id(),
        "T1",
        "U1",
        PROMPT_PERSON,
        "",
        on=MONDAY,
        due_at=context.clock(),
        status=DeliveryStatus.SENT,
        content_id=prompt,
    )
    async with context.database.transaction("T1") as transaction:
        await transaction.outbox.add(delivery)
    return delivery.id


async def test_todays_prompt_and_the_daily_streak(services: Services, context: Context, maria: Who) -> None:
    assert (await services.home.facts(maria)).prompt is None
    await services.prompts.answer(maria, await deliver(context), PromptReply.DONE)
    facts = await services.home.facts(maria)
    assert facts.prompt
    assert facts.streaks
    assert facts.streaks.daily.length == 1


async def test_a_leader_sees_this_weeks_checkin_and_a_salesperson_does_not(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    facts = await services.home.facts(maria)
    assert facts.week
    assert (facts.week.week, facts.week.checkin) == (MONDAY, None)
    async with context.database.transaction("T1") as transaction:
        await transaction.checkins.save(CheckIn("U1", MONDAY, CheckInAnswer.LED, context.clock()))
    facts = await services.home.facts(maria)
    assert facts.week
    assert facts.week.checkin
    assert facts.week.streak.length == 1
    tom = await active(services, context, directory.add("U2", "Tom"))
    assert (await services.home.facts(tom)).week is None


async def test_who_leads_one(services: Services, context: Context, directory: FakeDirectory, maria: Who) -> None:
    tom = await active(services, context, directory.add("U2", "Tom"))
    member = TeamMember("U1", "U2", Membership.ACCEPTED)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(member)
    assert list((await services.home.facts(tom)).leaders) == [member]


async def test_the_next_prompt(services: Services, maria: Who) -> None:
    await services.onboarding.position(maria, Position.LEADER)
    assert (await services.home.facts(maria)).next_prompt_at is not None


async def test_an_admin_sees_how_the_workspace_stands_even_before_they_start(
    services: Services, directory: FakeDirectory, maria: Who
) -> None:
    nora = directory.add("U3", "Nora", is_admin=True)
    directory.add_channel("C1", nora)
    await services.channels.set_up(nora, ChannelRequest(channel_id="C1", at=time(9)))
    facts = await services.home.facts(nora)
    assert facts.admin == AdminGlance(running=1)
    assert facts.streaks is None
    assert (await services.home.facts(maria)).admin is None


async def test_a_guest_sees_nothing_of_it(services: Services, directory: FakeDirectory) -> None:
    facts = await services.home.facts(directory.add("U4", is_guest=True))
    assert facts.person.is_guest
    assert (facts.streaks, facts.admin) == (None, None)


class Broken(Home):
    """Prompts are out of order."""

    async def _prompt(self, _transaction: Transaction, facts: HomeFacts) -> dict[str, Any]:
        raise RuntimeError(f"out of order for {facts.person.user_id}")


async def test_a_part_that_fails_is_left_out_and_the_rest_is_there(
    services: Services, context: Context, maria: Who
) -> None:
    facts = await Broken(context, services.people, services.admin).facts(maria)
    assert facts.missing == {"prompt"}
    assert facts.prompt is None
    assert facts.streaks is not None
    assert facts.rides.total == 0


async def test_whom_slack_does_not_know_has_no_home_tab(services: Services) -> None:
    with pytest.raises(Problem, match="unknown_person"):
        await services.home.facts(Who("T1", "U99"))


async def test_an_admin_sees_what_did_not_reach_people_of_late(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    def ended(number: int, recipient: str, status: DeliveryStatus, days: int = 0) -> Delivery:
        due_at = context.clock() - timedelta(days=days)
        return Delivery(
            f"d{number}", "T1", recipient, CHECKIN, "", on=due_at.date() - timedelta(days=number),
            due_at=due_at, status=status, reason="messages_tab_disabled",
        )  # fmt: skip

    async with context.database.transaction("T1") as transaction:
        for delivery in (
            ended(1, "U2", DeliveryStatus.REFUSED),
            ended(2, "W3", DeliveryStatus.REFUSED),
            ended(3, "U2", DeliveryStatus.SENT),
            ended(4, "U2", DeliveryStatus.REFUSED, days=15),
            ended(5, "C1", DeliveryStatus.REFUSED),
        ):
            await transaction.outbox.add(delivery)
    async with context.database.transaction("T2") as transaction:
        await transaction.outbox.add(replace(ended(6, "U2", DeliveryStatus.REFUSED), workspace_id="T2"))
    assert (await services.home.facts(maria)).admin is None
    nora = directory.add("U3", "Nora", is_admin=True)
    assert (await services.home.facts(nora)).admin == AdminGlance(undelivered=2)
    assert (await services.admin.unreached(nora)).counts == [
        UndeliveredCount(DeliveryStatus.REFUSED, "messages_tab_disabled", 2)
    ]


async def test_whom_we_draw_it_for_is_not_met_for_that(services: Services, context: Context, maria: Who) -> None:
    """Somebody who deleted their data in the meantime would be stored again."""
    tabs = HomeTabs(services.home, services.pictures, context.libraries)
    known = await tabs.of(maria)
    await services.privacy.forget(maria)
    assert await tabs.of(maria) != known
    async with context.database.transaction("T1") as transaction:
        assert await transaction.people.get(maria.user_id) is None
