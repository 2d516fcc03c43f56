"""The admin's page: first steps that tick themselves off, counts below the thresholds, and who cannot be reached."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.admin.admin import PEOPLE_A_PAGE, StartedGroup, Step
from bot.domain.channels.channels import ChannelRequest
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Position, Who
from bot.errors import Problem
from bot.nudges import DIGEST, PROMPT_CHANNEL, PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.admin.conftest import Starts
from tests.services.checkins.weeks import WEEK


async def test_the_first_steps_are_ticked_as_they_are_done(
    services: Services, directory: FakeDirectory, clock: MovableClock, nora: Who, start: Starts
) -> None:
    async def done() -> frozenset[Step]:
        return (await services.admin.facts(nora)).done

    assert await done() == frozenset()
    await services.onboarding.position(nora, Position.HEAD)
    assert await done() == {Step.START}
    directory.add("U1")
    await services.leader_invitations.invite(nora, ["U1"])
    assert await done() == {Step.START, Step.INVITE}
    for channel, kind in (("C1", PROMPT_CHANNEL), ("C2", DIGEST)):
        directory.add_channel(channel, nora)
        await services.channels.set_up(nora, ChannelRequest(channel_id=channel, kind=kind, at=time(9)))
    assert await done() == {Step.START, Step.INVITE, Step.CHANNEL, Step.DIGEST}
    await start(1, 2, 3, 4, 5)
    assert await done() == set(Step) - {Step.WEEK}
    clock.move(days=4)
    for number in range(1, 6):
        await services.checkins.answer(Who("T1", f"U{number}"), WEEK, CheckInAnswer.LED)
    clock.move(days=7)
    assert await done() == set(Step) - {Step.WEEK}, "the week after it is not over"
    clock.move(days=3)
    facts = await services.admin.facts(nora)
    assert facts.done == frozenset(Step)
    assert facts.next_step is None


async def test_whoever_was_counted_in_one_group_is_not_counted_in_the_other(
    services: Services, start: Starts, nora: Who
) -> None:
    await start(*range(1, 6))
    assert (await services.admin.facts(nora)).started == {StartedGroup.LEADERS: 5}
    await start(*range(1, 6), leads=False)
    await start(6, 7, 8, 9, leads=False)
    assert (await services.admin.facts(nora)).started == {StartedGroup.LEADERS: 5}
    await start(10, leads=False)
    assert (await services.admin.facts(nora)).started == {StartedGroup.LEADERS: 5, StartedGroup.OTHERS: 5}


async def test_how_many_have_started_grows_by_five_and_never_falls(
    services: Services, nora: Who, start: Starts
) -> None:
    async def started() -> dict[StartedGroup, int]:
        return dict((await services.admin.facts(nora)).started)

    await start(1, 2, 3, 4)
    assert await started() == {}
    await start(5)
    assert await started() == {StartedGroup.LEADERS: 5}
    await start(6, 7, 8, 9)
    assert await started() == {StartedGroup.LEADERS: 5}
    await services.onboarding.stop(Who("T1", "U1"))
    assert await started() == {StartedGroup.LEADERS: 5}
    await start(10)
    assert await started() == {StartedGroup.LEADERS: 10}
    await services.privacy.forget(Who("T1", "U2"))
    assert await started() == {StartedGroup.LEADERS: 10}


async def test_a_number_of_which_fewer_than_five_are_left_is_shown_no_more(
    services: Services, nora: Who, start: Starts
) -> None:
    await start(1, 2, 3, 4, 5)
    assert (await services.admin.facts(nora)).started
    await services.privacy.forget(Who("T1", "U1"))
    assert not (await services.admin.facts(nora)).started


async def test_a_head_of_sales_is_counted_among_those_who_lead(
    services: Services, directory: FakeDirectory, nora: Who
) -> None:
    for number in range(1, 6):
        await services.onboarding.position(directory.add(f"U{number}"), Position.HEAD)
    assert dict((await services.admin.facts(nora)).started) == {StartedGroup.LEADERS: 5}


async def test_participation_counts_a_week_once_and_shows_none_of_fewer_than_five(
    services: Services, clock: MovableClock, nora: Who, start: Starts
) -> None:
    await start(*range(1, 9))
    clock.move(days=4)
    for number in range(1, 5):
        await services.checkins.answer(Who("T1", f"U{number}"), WEEK, CheckInAnswer.LED)
    clock.move(days=14)
    assert list((await services.admin.participation(nora)).by_week) == []
    await services.checkins.answer(Who("T1", "U5"), WEEK, CheckInAnswer.LED)
    assert (await services.admin.participation(nora)).by_week[0] == (WEEK, 5)
    await services.checkins.answer(Who("T1", "U6"), WEEK, CheckInAnswer.LED)
    assert (await services.admin.participation(nora)).by_week[0] == (WEEK, 5), "what was shown once stays"


async def test_leaders_of_leaders_are_in_no_number_of_participation(
    services: Services, directory: FakeDirectory, clock: MovableClock, nora: Who
) -> None:
    clock.move(days=4)
    for number in range(1, 7):
        who = directory.add(f"U{number}")
        await services.onboarding.position(who, Position.HEAD)
        await services.checkins.answer(who, WEEK, CheckInAnswer.LED)
    clock.move(days=14)
    assert list((await services.admin.participation(nora)).by_week) == []


@pytest.mark.parametrize("ask", ["facts", "participation", "unreached"])
async def test_it_is_for_admins_alone(services: Services, maria: Who, ask: str) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await getattr(services.admin, ask)(maria)


async def test_who_cannot_be_reached_is_named_with_slacks_reason_and_nobody_who_chose_silence(
    services: Services, context: Context, clock: MovableClock, nora: Who, start: Starts
) -> None:
    await start(1, 2, 3, 4)
    await services.onboarding.stop(Who("T1", "U4"))

    def ended(number: int, user: str, status: DeliveryStatus, reason: str = "", days: int = 1) -> Delivery:
        due_at = clock() - timedelta(days=days)
        return Delivery(
            f"d{number}", "T1", user, PROMPT_PERSON, "", on=due_at.date(), due_at=due_at, status=status, reason=reason
        )

    async with context.database.transaction("T1") as transaction:
        for delivery in (
            ended(1, "U1", DeliveryStatus.REFUSED, "user_disabled"),
            ended(2, "U2", DeliveryStatus.REFUSED, "cannot_dm_bot", days=3),
            ended(3, "U2", DeliveryStatus.SENT, days=2),
            ended(4, "U3", DeliveryStatus.WITHHELD, "paused"),
            ended(5, "U4", DeliveryStatus.WITHHELD, "stopped"),
            ended(6, "U5", DeliveryStatus.REFUSED, "user_disabled", days=15),
            ended(7, "C1", DeliveryStatus.REFUSED, "is_archived"),
        ):
            await transaction.outbox.add(delivery)
        cut_off = await transaction.people.get("U3")
        assert cut_off is not None
        await transaction.people.save(replace(cut_off, cut_off=True))
    page = await services.admin.unreached(nora)
    found = [(person.user_id, person.reason) for person in page.people]
    assert found == [("U3", "team_access_not_granted"), ("U1", "user_disabled")]


async def test_many_who_cannot_be_reached_come_in_pages(
    services: Services, context: Context, clock: MovableClock, nora: Who
) -> None:
    async with context.database.transaction("T1") as transaction:
        for number in range(2 * PEOPLE_A_PAGE + 1):
            await transaction.outbox.add(
                Delivery(
                    f"d{number}",
                    "T1",
                    f"U{number:03}",
                    PROMPT_PERSON,
                    "",
                    on=clock().date(),
                    due_at=clock(),
                    status=DeliveryStatus.REFUSED,
                    reason="user_disabled",
                )
            )
    pages = [await services.admin.unreached(nora, number) for number in (0, 1, 2, 9)]
    assert [(page.number, len(page.people), page.total) for page in pages] == [
        (0, 20, 41), (1, 20, 41), (2, 1, 41), (2, 1, 41),
    ]  # fmt: skip


async def test_admins_are_named_by_name(services: Services, directory: FakeDirectory, nora: Who) -> None:
    await services.people.meet(directory.add("U9", "Anna", is_admin=True))
    await services.people.meet(directory.add("U1", "Maria"))
    assert list((await services.admin.facts(nora)).admins) == ["U9", "U0"]
