"""An organisation's own questions in the check-in; inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.domain.aggregates import AggregateKind
from bot.domain.checkins.checkins import CheckInFacts, CustomQuestion
from bot.domain.checkins.commitments import LONGEST
from bot.domain.prompts.custom_content import ANSWERED, CustomEntry, QuestionAnswer, questions_for, seen
from bot.domain.prompts.what_works import with_new
from bot.domain.time.localtime import DAY, WEEK
from bot.errors import Problem
from bot.storage.transaction import Transaction

Asking = tuple[str, date, date, bool]  # user id, Monday of the week, local date, whether it is about leaders


async def custom_questions(
    transaction: Transaction, batch: Collection[Asking]
) -> dict[tuple[str, date], list[CustomQuestion]]:
    """The questions of each check-in with their answers, by person and week; one statement if there are none."""
    entries = await transaction.custom_content.questions()
    if not entries:
        return {}
    weeks = {week for _, week, _, _ in batch}
    answers = await transaction.custom_answers.of_each({user_id for user_id, *_ in batch}, weeks)
    return {(asking[0], asking[1]): _of_one(entries, answers.get(asking[0], []), asking) for asking in batch}


def _of_one(entries: Sequence[CustomEntry], answers: Sequence[QuestionAnswer], asking: Asking) -> list[CustomQuestion]:
    _, week, today, about_leaders = asking
    given = {answer.question_id: answer for answer in answers if answer.week == week}
    asked_on = min(today, week + WEEK - DAY)
    questions = questions_for(entries, "head" if about_leaders else "leader", asked_on, given.keys())
    return [CustomQuestion(question, given.get(question.id)) for question in questions]


def check_custom(facts: CheckInFacts, given: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the answers to own questions, each problem at its field."""
    problems = []
    for question in facts.custom:
        text = given.get(question.entry.id, "")
        choices = question.entry.words.choices
        if choices and text and text not in {*choices, question.chosen}:
            problems.append(Problem("errors.stale_form", question.field))
        elif len(text) > LONGEST:
            problems.append(Problem("custom.problems.long", question.field, count=len(text), most=LONGEST))
    return problems


async def keep_custom(
    transaction: Transaction, user_id: str, facts: CheckInFacts, given: Mapping[str, str], now: datetime
) -> None:
    """Save the answers to the questions that the form showed; an emptied one is deleted."""
    for question in facts.custom:
        if (text := given.get(question.entry.id)) is None:
            continue
        question_id = question.entry.id
        if not (text := seen(text)):
            await transaction.custom_answers.remove(user_id, question_id, facts.week)
            continue
        chosen = text if question.entry.words.choices else ""
        answer = QuestionAnswer(user_id, question_id, facts.week, now, chosen, text="" if chosen else text)
        await transaction.custom_answers.save(answer)
        await _count(transaction, question_id, now)


async def _count(transaction: Transaction, question_id: str, now: datetime) -> None:
    """Count a question's answers, each person once, if five or more are new, so that no two counts differ by fewer."""
    before = await transaction.aggregates.so_far(AggregateKind.CUSTOM_QUESTION, question_id, now)
    choices = await transaction.custom_answers.choices_of(question_id)
    after = with_new(before, {user_id: choice or ANSWERED for user_id, choice in choices.items()}, ())
    await transaction.aggregates.grow(before, after)
