"""Answering prompts, in a direct message and in a channel."""

import pytest

from bot.domain.people.people import Who
from bot.domain.prompts.answers import PromptReply
from bot.errors import Problem
from bot.nudges import PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.prompts.delivered import deliver


async def test_one_tap_is_a_full_answer_and_starts_a_streak(services: Services, context: Context, maria: Who) -> None:
    facts = await services.prompts.answer(maria, await deliver(context, "U1"), PromptReply.DONE)
    assert facts.practice
    assert (facts.practice.reply, facts.streak.length) == (PromptReply.DONE, 1)


async def test_a_reply_is_kept_where_slack_does_not_say_whom_it_mentions(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    await services.people.meet(maria)
    await deliver(context, "U1", ts="1.0")
    directory.failing = TimeoutError()
    facts = await services.prompts.reply(maria, "1.0", "I let <@U2> lead.")
    assert facts
    assert facts.practice
    assert facts.practice.text == "I let @U2 lead."


async def test_done_after_a_note_keeps_the_note(services: Services, context: Context, maria: Who) -> None:
    delivery = await deliver(context, "U1")
    await services.prompts.answer(maria, delivery, PromptReply.REFLECTED, "Asked, then waited.")
    facts = await services.prompts.answer(maria, delivery, PromptReply.DONE)
    assert facts.practice
    assert facts.practice.text == "Asked, then waited."


async def test_in_a_channel_the_button_counts_for_the_person_who_presses_it(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    delivery = await deliver(context, "C1", PROMPT_CHANNEL)
    await services.prompts.answer(maria, delivery, PromptReply.DONE)
    await services.prompts.answer(maria, delivery, PromptReply.DONE)
    facts = await services.prompts.answer(directory.add("U2"), delivery, PromptReply.DONE)
    assert facts.did_it == 0, "two are too few to be told"
    assert (await services.prompts.answer(directory.add("U3"), delivery, PromptReply.REFLECTED, "x")).did_it == 3


async def test_a_channel_never_sees_the_number_move_by_one_or_two(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    delivery = await deliver(context, "C1", PROMPT_CHANNEL)
    people = [directory.add(f"U{number}") for number in range(1, 8)]
    shown = [(await services.prompts.answer(who, delivery, PromptReply.DONE)).did_it for who in people[:5]]
    shown.append((await services.prompts.take_back(people[0], delivery)).did_it)
    shown.append((await services.prompts.answer(people[0], delivery, PromptReply.DONE)).did_it)
    shown += [(await services.prompts.answer(who, delivery, PromptReply.DONE)).did_it for who in people[5:]]
    await services.privacy.forget(people[1])
    shown.append((await services.prompts.facts(people[0], delivery)).did_it)
    assert shown == [0, 0, 3, 3, 3, 3, 3, 6, 6, 6]


async def test_where_fewer_than_three_of_the_counted_are_left_the_number_is_gone(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    delivery = await deliver(context, "C1", PROMPT_CHANNEL)
    people = [directory.add(f"U{number}") for number in range(1, 4)]
    for who in people:
        await services.prompts.answer(who, delivery, PromptReply.DONE)
    await services.privacy.forget(people[1])
    assert (await services.prompts.facts(people[0], delivery)).did_it == 0


async def test_nobody_answers_somebody_elses_prompt(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    delivery = await deliver(context, "U1")
    with pytest.raises(Problem, match="stale"):
        await services.prompts.answer(directory.add("U2"), delivery, PromptReply.DONE)


async def test_an_answer_taken_back_leaves_no_streak(services: Services, context: Context, maria: Who) -> None:
    delivery = await deliver(context, "U1")
    await services.prompts.answer(maria, delivery, PromptReply.DONE)
    facts = await services.prompts.take_back(maria, delivery)
    assert facts.practice is None
    assert facts.streak.length == 0


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        pytest.param("hour", 1.0, id="in an hour"),
        pytest.param("afternoon", 7.5, id="at 15:30 in Berlin"),
        pytest.param("tomorrow", 24.5, id="at 08:30 in Berlin"),
    ],
)
async def test_later_brings_the_prompt_back_on_the_persons_clock(
    services: Services, context: Context, maria: Who, clock: MovableClock, when: str, hours: float
) -> None:
    _, due_at = await services.prompts.later(maria, await deliver(context, "U1"), when)
    assert (due_at - clock()).total_seconds() == hours * 3600
