"""An organisation's own questions in a check-in: what is asked when, which errors show at which field, what is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.checkins.checkins import CUSTOM_FIELD, CheckInAnswer, CheckInDetails, CheckInFacts
from bot.domain.people.people import Position, Who
from bot.domain.prompts.custom_content import ContentScope, CustomWords
from bot.errors import Problems
from bot.services.context import Context
from bot.services.services import Services
from tests.domain.prompts.custom_entries import QUESTION
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active

IN_WORDS = replace(QUESTION, text="What did the customer say?", choices=())


@pytest.fixture
def admin(directory: FakeDirectory) -> Who:
    return directory.add("U99", "Ada", is_admin=True)


async def asks(services: Services, admin: Who, words: CustomWords = QUESTION) -> str:
    return (await services.custom_content.save(admin, ContentScope.ORGANISATION, words)).entry.id


async def says(services: Services, who: Who, **own: str) -> CheckInFacts:
    week = (await services.checkins.facts(who)).week
    await services.checkins.answer(who, week, CheckInAnswer.LED)
    return await services.checkins.add_details(who, week, CheckInDetails(custom=own))


def answers(facts: CheckInFacts) -> dict[str, tuple[str, str] | None]:
    given = {question.entry.id: question.answer for question in facts.custom}
    return {question_id: (said.choice, said.text) if said else None for question_id, said in given.items()}


async def test_an_answer_is_kept_and_an_emptied_one_is_taken_back(services: Services, leader: Who, admin: Who) -> None:
    chosen, written = await asks(services, admin), await asks(services, admin, IN_WORDS)
    both = await says(services, leader, **{chosen: "Yes", written: " Fine.\u202e "})
    assert answers(both) == {chosen: ("Yes", ""), written: ("", "Fine.")}
    assert answers(await says(services, leader, **{written: ""})) == {**answers(both), written: None}
    assert answers(await says(services, leader, **{chosen: ""})) == {chosen: None, written: None}


async def test_what_is_wrong_is_said_at_each_field(services: Services, leader: Who, admin: Who) -> None:
    chosen, written = await asks(services, admin), await asks(services, admin, IN_WORDS)
    assert answers(await says(services, leader, **{written: "x" * 300}))[written] == ("", "x" * 300)
    with pytest.raises(Problems) as wrong:
        await says(services, leader, **{chosen: "Perhaps", written: "x" * 301})
    said = {problem.field.removeprefix(CUSTOM_FIELD): (problem.key, problem.facts) for problem in wrong.value.problems}
    assert said == {chosen: ("errors.stale_form", {}), written: ("custom.problems.long", {"count": 301, "most": 300})}


async def test_answers_in_words_are_counted_without_them(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    written = await asks(services, admin, IN_WORDS)
    for number in range(10):
        who = directory.add(f"U{number}", "Person")
        await active(services, context, who, is_leader=True)
        await says(services, who, **{written: str(number)})
    assert (await services.custom_content.entry(admin, written)).counts == {"answered": 10}


async def test_a_check_in_asks_what_was_asked_in_its_week(
    services: Services, clock: MovableClock, leader: Who, admin: Who
) -> None:
    """Even when it is answered the next week; and other questions for a leader of leaders."""
    facts = await services.checkins.facts(leader)
    sunday = facts.week + timedelta(days=6)
    asked = await asks(services, admin, replace(QUESTION, first=sunday))
    await asks(services, admin, replace(QUESTION, first=sunday + timedelta(days=1)))
    await asks(services, admin, replace(QUESTION, audience="head"))
    assert answers(await services.checkins.facts(leader)) == {}
    clock.now += timedelta(days=7)
    assert answers(await services.checkins.facts(leader, facts.week)) == {asked: None}


async def test_what_was_answered_stays_in_its_check_in_whatever_becomes_of_the_question(
    services: Services, leader: Who, admin: Who
) -> None:
    asked = await asks(services, admin)
    await says(services, leader, **{asked: "Yes"})
    await services.custom_content.save(
        admin, ContentScope.ORGANISATION, replace(QUESTION, choices=("Often", "Never")), asked
    )
    assert answers(await says(services, leader, **{asked: "Yes"})) == {asked: ("Yes", "")}
    await services.custom_content.retire(admin, asked)
    assert answers(await says(services, leader)) == {asked: ("Yes", "")}


async def test_who_leads_leaders_is_asked_what_is_for_them(
    services: Services, directory: FakeDirectory, admin: Who
) -> None:
    await asks(services, admin)
    of_heads = await asks(services, admin, replace(QUESTION, audience="head"))
    head = directory.add("U5")
    await services.onboarding.position(head, Position.HEAD)
    assert answers(await services.checkins.facts(head)) == {of_heads: None}
