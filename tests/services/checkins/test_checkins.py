"""Answering check-ins, their details and the previous plan."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.blocks.block_kit import Message
from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.checkins.commitments import Outcome
from bot.domain.people.people import Person, PersonStatus, Who
from bot.errors import Problem, Problems
from bot.nudges import CHECKIN, CHECKIN_REMINDER
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.checkins.weeks import AFTER, FRIDAY, MONDAY, NEXT, WEEK, sent
from tests.services.composing import composed

PLAN = CheckInDetails(cue=" a deal slips ", step="ask the rep first")

pytestmark = pytest.mark.usefixtures("maria_leads")


async def become(context: Context, person: Person, *, is_leader: bool) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(replace(person, status=PersonStatus.ACTIVE, is_leader=is_leader))


async def test_one_tap_is_a_full_answer_and_starts_a_streak(services: Services, maria: Who) -> None:
    facts = await services.checkins.answer(maria, WEEK, CheckInAnswer.BOTH)
    assert facts.checkin
    assert (facts.checkin.answer, facts.streak.length, facts.last) == (CheckInAnswer.BOTH, 1, None)


async def test_without_a_week_it_is_this_one(services: Services, maria: Who, clock: MovableClock) -> None:
    clock.move(days=6)
    assert (await services.checkins.facts(maria)).week == WEEK
    clock.move(days=1)
    assert (await services.checkins.facts(maria)).week == NEXT


async def test_a_late_answer_counts_for_the_week_that_asked(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    clock.move(days=7)
    late = await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    assert (late.week, late.streak.length) == (WEEK, 1)
    assert (await services.checkins.facts(maria)).checkin is None


async def test_a_changed_answer_keeps_its_details_and_its_first_time(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    first = await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    await services.checkins.add_details(maria, WEEK, CheckInDetails(("U2", "U2"), "nothing", 0))
    clock.move(hours=1)
    facts = await services.checkins.answer(maria, WEEK, CheckInAnswer.RESCUED)
    assert first.checkin
    assert facts.checkin == replace(
        first.checkin, answer=CheckInAnswer.RESCUED, developed=("U2",), pulled="nothing", takeovers=0
    )


@pytest.mark.parametrize("week", [date(2026, 10, 26), date(2026, 10, 21)], ids=["a week to come", "no Monday"])
async def test_there_is_nothing_to_say_about_other_weeks(services: Services, maria: Who, week: date) -> None:
    with pytest.raises(Problem, match="not_yet"):
        await services.checkins.answer(maria, week, CheckInAnswer.LED)


async def test_a_guest_is_told_so(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match=r"permissions\.guest"):
        await services.checkins.facts(directory.add("U9", is_guest=True))


async def test_details_need_an_answer_first(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match="answer_first"):
        await services.checkins.answered(maria, WEEK)
    with pytest.raises(Problem, match="answer_first"):
        await services.checkins.add_details(maria, WEEK, PLAN)
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    assert (await services.checkins.answered(maria, WEEK)).checkin


async def test_a_plan_is_kept_once_changed_and_forgotten_when_emptied(services: Services, maria: Who) -> None:
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    first = (await services.checkins.add_details(maria, WEEK, PLAN)).commitment
    again = (await services.checkins.add_details(maria, WEEK, PLAN)).commitment
    assert first
    assert first == again
    assert (first.cue, first.step) == ("a deal slips", "ask the rep first")
    changed = (await services.checkins.add_details(maria, WEEK, replace(PLAN, cue="Tom asks"))).commitment
    assert changed == replace(first, cue="Tom asks")
    assert (await services.checkins.add_details(maria, WEEK, CheckInDetails())).commitment is None
    assert (await services.checkins.add_details(maria, WEEK, CheckInDetails())).commitment is None


@pytest.mark.parametrize(
    ("details", "fields"),
    [
        (CheckInDetails(cue="only this"), ["then"]),
        (CheckInDetails(step="only that"), ["if"]),
        (CheckInDetails(takeovers=100, step="only that"), ["if", "takeovers"]),
        (CheckInDetails(pulled="unheard_of"), ["pulled"]),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    services: Services, maria: Who, details: CheckInDetails, fields: list[str]
) -> None:
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    with pytest.raises(Problems) as found:
        await services.checkins.add_details(maria, WEEK, details)
    assert [problem.field for problem in found.value.problems] == fields


async def test_a_plan_comes_back_until_it_is_kept(services: Services, maria: Who, clock: MovableClock) -> None:
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    plan = (await services.checkins.add_details(maria, WEEK, PLAN)).commitment
    assert plan
    clock.move(days=7)
    partly = await services.checkins.settle_commitment(maria, NEXT, plan.id, Outcome.PARTLY)
    assert partly.last
    clock.move(days=7)
    assert (await services.checkins.facts(maria)).last == partly.last
    kept = await services.checkins.settle_commitment(maria, AFTER, plan.id, Outcome.KEPT)
    assert kept.last
    assert kept.last.outcome is Outcome.KEPT
    assert (await services.checkins.facts(maria)).last == kept.last
    clock.move(days=7)
    assert (await services.checkins.facts(maria)).last is None


async def test_nobody_settles_somebody_elses_plan(services: Services, maria: Who, directory: FakeDirectory) -> None:
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    plan = (await services.checkins.add_details(maria, WEEK, PLAN)).commitment
    assert plan
    with pytest.raises(Problem, match="not_yours"):
        await services.checkins.settle_commitment(directory.add("U2"), WEEK, plan.id, Outcome.KEPT)
    with pytest.raises(Problem, match="stale"):
        await services.checkins.settle_commitment(maria, WEEK, "gone", Outcome.KEPT)


async def test_the_weekly_message_asks_once_and_not_those_who_answered(
    services: Services, context: Context, maria: Who
) -> None:
    delivery = await sent(context, CHECKIN, "U1", FRIDAY, went=False)
    assert isinstance(await composed(context, delivery), Message)
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    assert await composed(context, delivery) == Skip("answered")


async def test_the_reminder_is_about_the_week_that_was_asked(services: Services, context: Context, maria: Who) -> None:
    await sent(context, CHECKIN, "U1", FRIDAY)
    reminder = await sent(context, CHECKIN_REMINDER, "U1", MONDAY, went=False)
    message = await composed(context, reminder)
    assert isinstance(message, Message)
    assert "led 2026-10-19" in str(message.blocks)
    await services.checkins.answer(maria, WEEK, CheckInAnswer.LED)
    assert await composed(context, reminder) == Skip("answered")


@pytest.mark.usefixtures("maria")
async def test_nobody_is_reminded_of_what_they_were_never_asked(context: Context) -> None:
    reminder = await sent(context, CHECKIN_REMINDER, "U1", MONDAY, went=False)
    assert await composed(context, reminder) == Skip("never asked")


@pytest.mark.usefixtures("maria")
async def test_there_is_never_a_second_reminder(context: Context) -> None:
    await sent(context, CHECKIN, "U1", date(2026, 10, 20))
    await sent(context, CHECKIN_REMINDER, "U1", date(2026, 10, 21))
    reminder = await sent(context, CHECKIN_REMINDER, "U1", MONDAY, went=False)
    assert await composed(context, reminder) == Skip("reminded already")


@pytest.mark.usefixtures("maria")
async def test_a_reminder_whose_day_was_moved_away_is_silent(context: Context) -> None:
    reminder = await sent(context, CHECKIN_REMINDER, "U1", date(2026, 10, 22), went=False)
    assert await composed(context, reminder) == Skip("not due any more")


async def test_somebody_who_leads_nobody_any_more_is_not_reminded(
    services: Services, context: Context, maria: Who
) -> None:
    await become(context, await services.people.meet(maria), is_leader=False)
    reminder = await sent(context, CHECKIN_REMINDER, "U1", MONDAY, went=False)
    assert await composed(context, reminder) == Skip("not due any more")


async def test_a_week_flown_over_is_still_this_one(services: Services, maria: Who, clock: MovableClock) -> None:
    """On Sunday, local time, somebody who flew west may press a button from the Monday that they left."""
    clock.now = datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert (await services.checkins.answer(maria, NEXT, CheckInAnswer.LED)).week == NEXT
