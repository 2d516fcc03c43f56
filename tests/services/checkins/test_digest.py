"""What a channel's digest counts, and that it never counts anew."""

import pytest

from bot.blocks.block_kit import Message
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.people.people import Who
from bot.nudges import DIGEST
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.checkins.weeks import MONDAY, WEEK, sent
from tests.services.composing import composed


async def test_the_digest_shows_three_answers_and_not_two(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock
) -> None:
    clock.move(days=4)
    for user_id in ("U1", "U2"):
        await services.checkins.answer(directory.add(user_id), WEEK, CheckInAnswer.LED)
    delivery = await sent(context, DIGEST, "C1", MONDAY, went=False)
    assert await composed(context, delivery) == Skip("too few answers")
    await services.checkins.answer(directory.add("U3"), WEEK, CheckInAnswer.RESCUED)
    message = await composed(context, delivery)
    assert isinstance(message, Message)
    assert "3 people answered" in str(message.blocks)


async def digest(context: Context, channel: str, hour: int = 10) -> Message | Skip:
    return await composed(context, await sent(context, DIGEST, channel, MONDAY, hour=hour, went=False))


@pytest.fixture
async def three(services: Services, directory: FakeDirectory, clock: MovableClock) -> list[Who]:
    """Three who answered for the week."""
    clock.move(days=4)
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
