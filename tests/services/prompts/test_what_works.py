"""What admins read about the prompts, and what the selection learns, as people answer."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.what_works import PromptTally
from bot.errors import Problem
from bot.nudges import PROMPT_CHANNEL, PROMPT_LATER, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.prompts.prompts import choose
from bot.services.services import Services
from content.libraries import Libraries
from tests.fakes import FakeDirectory, MovableClock
from tests.services.prompts.delivered import deliver


@pytest.fixture
async def admin(directory: FakeDirectory, services: Services) -> Who:
    """Ada, an admin of the workspace."""
    ada = directory.add("U99", "Ada", is_admin=True)
    await services.people.meet(ada)
    return ada


async def answers(
    services: Services, context: Context, directory: FakeDirectory, reply: PromptReply, *numbers: int
) -> list[str]:
    """Each of these people gets the first prompt and answers it. Returns the delivery ids."""
    sent = []
    for number in numbers:
        who = directory.add(f"U{number}", f"Person {number}")
        sent.append(await deliver(context, who.user_id))
        await services.prompts.answer(who, sent[-1], reply)
    return sent


async def test_a_prompt_appears_once_five_people_answered_it(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    sent = await answers(services, context, directory, PromptReply.DONE, 1, 2, 3)
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, 4)
    now = context.clock()
    later = Delivery(
        "L1", "T1", "U1", PROMPT_LATER, sent[0], on=now.date(), due_at=now, status=DeliveryStatus.SENT, sent_at=now
    )
    async with context.database.transaction("T1") as transaction:
        await transaction.outbox.add(later)
    assert (await services.what_works.facts(admin)).counted == ()
    await answers(services, context, directory, PromptReply.DONE, 5)
    ((prompt, tally),) = (await services.what_works.facts(admin)).counted
    assert prompt.id == next(iter(context.library.prompts))
    assert tally == PromptTally(5, done=4, reflected=0, later=1, not_for_me=1)


async def test_later_answers_wait_until_five_more_people_gave_one(
    services: Services, context: Context, directory: FakeDirectory, admin: Who, clock: MovableClock
) -> None:
    await answers(services, context, directory, PromptReply.DONE, *range(5))
    clock.move(days=1)
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, 0, 1, 5, 6, 7, 8)
    ((_, tally),) = (await services.what_works.facts(admin)).counted
    assert (tally.people, tally.not_for_me) == (5, 0)
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, 9)
    ((_, tally),) = (await services.what_works.facts(admin)).counted
    assert (tally.people, tally.done, tally.not_for_me) == (10, 5, 5)


async def test_a_count_of_which_fewer_than_five_are_left_is_shown_no_more(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    await answers(services, context, directory, PromptReply.DONE, *range(5))
    await services.privacy.forget(Who("T1", "U3"))
    assert (await services.what_works.facts(admin)).counted == ()


async def test_only_admins_read_it(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await services.what_works.facts(directory.add("U1", "Maria"))


async def test_what_a_channel_answers_is_counted_in_its_channel_alone(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    delivery = await deliver(context, "C1", PROMPT_CHANNEL)
    for number in range(6):
        await services.prompts.answer(directory.add(f"U{number}", "Person"), delivery, PromptReply.DONE)
    assert (await services.what_works.facts(admin)).counted == ()


async def test_what_a_channel_answered_is_no_part_of_the_count_of_direct_messages(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    """Three did it in the channel, which shows that number; from five in all, the other two could be worked out."""
    delivery = await deliver(context, "C1", PROMPT_CHANNEL)
    for number in range(3):
        await services.prompts.answer(directory.add(f"U{number}", "Person"), delivery, PromptReply.DONE)
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, 3, 4)
    assert (await services.what_works.facts(admin)).counted == ()
    await answers(services, context, directory, PromptReply.DONE, 5, 6, 7)
    ((_, tally),) = (await services.what_works.facts(admin)).counted
    assert (tally.people, tally.done, tally.not_for_me) == (5, 3, 2)


async def test_the_choice_learns_within_a_theme_from_ten_people_on(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    leaders = [prompt for prompt in context.library.prompts.values() if prompt.audience == "leader"]
    disliked = next(iter(context.library.prompts.values()))
    two = [prompt for prompt in leaders if prompt.theme == disliked.theme and prompt.occasion is None][:2]
    pair = {prompt.id: replace(prompt, level="starter") for prompt in two}
    assert disliked.id in pair
    library = replace(context.library, prompts=pair)
    now = context.clock()

    async def share() -> int:
        slots = [
            Delivery("d", "T1", f"L{number}", PROMPT_PERSON, "", on=now.date(), due_at=now) for number in range(300)
        ]
        batch: list[Facts[Any]] = [Facts(slot, now, Person("T1", slot.recipient, is_leader=True)) for slot in slots]
        async with context.database.transaction("T1") as transaction:
            return sum(
                choice.prompt.id == disliked.id for choice in await choose(transaction, Libraries(only=library), batch)
            )

    before = await share()
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, *range(9))
    assert await share() == before
    await answers(services, context, directory, PromptReply.NOT_FOR_ME, 9)
    assert 0.25 < await share() / 300 < 0.42
    assert 0.42 < before / 300 < 0.58
