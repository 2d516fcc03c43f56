"""What a channel's digest counts, and that it never counts again."""

from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.domain.aggregates import AggregateKind
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.people.people import Person, Position, Who
from bot.nudges import CHECKIN, DIGEST
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.checkins.weeks import FRIDAY, MONDAY, WEEK, sent
from tests.services.composing import composed


async def asked(context: Context, user_id: str, **more: Any) -> None:
    """A leader who was asked for the week, and has not answered."""
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", user_id, is_leader=True, **more))
    await sent(context, CHECKIN, user_id, FRIDAY)


async def test_the_digest_shows_three_answers_and_not_two(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock
) -> None:
    clock.move(days=4)
    await asked(context, "U9")
    for user_id in ("U1", "U2"):
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.LED)
    delivery = await sent(context, DIGEST, "C1", MONDAY, went=False)
    assert await composed(context, delivery) == Skip("too few answers")
    await services.checkins.answer(directory.add("U3"), WEEK, CheckInAnswer.RESCUED)
    message = await composed(context, delivery)
    assert isinstance(message, Message)
    assert "3 people answered" in str(message.blocks)


@pytest.mark.parametrize(
    "fourth",
    [
        pytest.param({}, id="one-of-the-three"),
        pytest.param({"position": Position.HEAD, "is_leader": True}, id="a-head-of-sales"),
        pytest.param({"is_leader": False}, id="somebody-who-leads-nobody-any-more"),
    ],
)
async def test_three_of_three_read_no_numbers(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, fourth: dict[str, Any]
) -> None:
    """Each of them could work out what the others answered; somebody else who was asked protects nobody."""
    clock.move(days=4)
    for user_id in ("U1", "U2", "U3"):
        await asked(context, user_id)
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.RESCUED)
    if fourth:
        async with context.database.transaction("T1") as transaction:
            await transaction.people.save(Person("T1", "U9", **fourth))
        await sent(context, CHECKIN, "U9", FRIDAY)
    message = await digest(context, "C1")
    assert isinstance(message, Message)
    assert "no numbers this week" in str(message.blocks)
    assert "Mostly rescued" not in str(message.blocks)
    async with context.database.reading("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.isoformat()) is None


async def test_the_fourth_of_four_brings_the_numbers(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock
) -> None:
    clock.move(days=4)
    for user_id in ("U1", "U2", "U3", "U4"):
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.LED)
    message = await digest(context, "C1")
    assert isinstance(message, Message)
    assert "4 people answered" in str(message.blocks)


@pytest.mark.parametrize("last", [CheckInAnswer.LED, CheckInAnswer.RESCUED], ids=["all alike", "one differs"])
async def test_where_all_answer_alike_nobody_can_be_sure_of_anybody(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, last: CheckInAnswer
) -> None:
    clock.move(days=4)
    for user_id in ("U1", "U2", "U3", "U4"):
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.LED)
    await services.checkins.answer(directory.add("U5"), WEEK, last)
    message = await digest(context, "C1")
    assert isinstance(message, Message)
    (bars,) = [line for block in message.blocks for line in [str(block)] if "█" in line]
    numbers = [line.split()[-1] for line in bars.split("```")[1].split("\\n")]
    assert numbers == ["4–5", "0–1", "0–1", "0–1"]
    assert "is not shown whether all of you" in str(message.blocks)


async def digest(context: Context, channel: str, hour: int = 10) -> Message | Skip:
    return await composed(context, await sent(context, DIGEST, channel, MONDAY, hour=hour, went=False))


@pytest.fixture
async def three(services: Services, context: Context, directory: FakeDirectory, clock: MovableClock) -> list[Who]:
    """Three who answered for the week, out of four who were asked."""
    clock.move(days=4)
    await asked(context, "U9")
    people = [directory.add(user_id) for user_id in ("U1", "U2", "U3")]
    for who in people:
        await services.checkins.answer(who, WEEK, CheckInAnswer.LED)
    return people


async def test_a_second_digest_of_a_week_is_the_first_one_whatever_was_answered_since(
    services: Services, context: Context, directory: FakeDirectory, three: list[Who]
) -> None:
    first = await digest(context, "C1", 8)
    assert isinstance(first, Message)
    assert "3 people answered" in str(first.blocks)
    await services.checkins.answer(directory.add("U4"), WEEK, CheckInAnswer.RESCUED)
    await services.checkins.answer(three[0], WEEK, CheckInAnswer.MANAGED)
    assert await digest(context, "C2") == first
    assert await digest(context, "C3", 11) == first


async def test_a_digest_in_which_four_of_five_are_left_stays_as_it_was(
    services: Services, context: Context, directory: FakeDirectory, three: list[Who]
) -> None:
    for user_id in ("U4", "U5"):
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.RESCUED)
    first = await digest(context, "C1", 8)
    await services.privacy.forget(three[0])
    assert await digest(context, "C2") == first


async def test_a_digest_in_which_two_of_three_are_left_does_not_come_again(
    services: Services, context: Context, directory: FakeDirectory, three: list[Who]
) -> None:
    await digest(context, "C1", 8)
    await services.privacy.forget(three[0])
    await services.checkins.answer(directory.add("U4"), WEEK, CheckInAnswer.RESCUED)
    assert await digest(context, "C2") == Skip("too few answers")
