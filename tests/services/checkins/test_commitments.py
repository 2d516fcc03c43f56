"""Steps from ride-alongs, asked about a week later."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.blocks.block_kit import Message
from bot.domain.checkins.commitments import LONGEST, Commitment, Outcome
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.plans import Plan
from bot.domain.time.schedule import Pause, instant
from bot.errors import Problem, Problems
from bot.nudges import BY_KEY, COMMITMENT_FOLLOW_UP
from bot.nudges.nudge import Skip
from bot.services.checkins.commitments import plan_follow_up
from bot.services.context import Context, new_id
from bot.services.facts import load_facts
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

STEP = Commitment("C1", "U2", "ridealong:R1", "asked about price", "I count to three", made_on=date(2026, 10, 19))
TOM = Person("T1", "U2", "Tom", "Europe/Berlin", status=PersonStatus.ACTIVE)


@pytest.fixture(autouse=True)
async def step(tom: Who, services: Services, context: Context) -> None:
    """Tom owns the step."""
    await services.people.meet(tom)
    async with context.database.transaction("T1") as transaction:
        await transaction.commitments.save(STEP)


async def planned(context: Context, owner: Person, *ends_at: datetime) -> Plan:
    """The planned follow-up after ride-alongs that ended then."""
    async with context.database.transaction("T1") as transaction:
        for moment in ends_at:
            await plan_follow_up(transaction, STEP, owner, moment)
        (plan,) = await transaction.schedules.of(owner.user_id)
    return plan


async def said(context: Context, subject: str) -> Message | Skip:
    delivery = Delivery(
        new_id(), "T1", "U2", COMMITMENT_FOLLOW_UP, subject, on=date(2026, 10, 26), due_at=context.clock()
    )
    async with context.database.transaction("T1") as transaction:
        facts = await load_facts(transaction, context.libraries, [delivery], context.clock())
    return BY_KEY[COMMITMENT_FOLLOW_UP].message(facts[delivery.id], context.library)


@pytest.mark.parametrize(
    ("owner", "on"),
    [
        pytest.param(TOM, date(2026, 10, 27), id="a week later, past the end of summer time"),
        pytest.param(replace(TOM, working_days=frozenset({3, 4})), date(2026, 10, 29), id="on the next working day"),
        pytest.param(replace(TOM, pauses=(Pause(date(2026, 10, 1)),)), date(2026, 10, 27), id="in an endless pause"),
    ],
)
async def test_it_comes_a_week_later_at_the_same_minute_of_the_owners_clock(
    context: Context, owner: Person, on: date
) -> None:
    plan = await planned(context, owner, instant(date(2026, 10, 20), time(16, 45), "Europe/Berlin"))
    assert (plan.nudge, plan.subject, plan.at) == (COMMITMENT_FOLLOW_UP, "C1", None)
    assert (plan.next.on, plan.next.due_at) == (on, instant(on, time(16, 45), "Europe/Berlin"))


async def test_planned_again_it_moves(context: Context) -> None:
    plan = await planned(context, TOM, datetime(2026, 10, 20, 9, tzinfo=UTC), datetime(2026, 10, 21, 9, tzinfo=UTC))
    assert plan.next.on == date(2026, 10, 28)


async def test_it_asks_while_nothing_was_said(services: Services, context: Context, tom: Who) -> None:
    assert isinstance(await said(context, "C1"), Message)
    assert await said(context, "emptied") == Skip("gone")
    await services.commitments.answer(tom, "C1", Outcome.KEPT)
    assert await said(context, "C1") == Skip("answered")


async def test_an_outcome_can_be_changed(services: Services, tom: Who) -> None:
    await services.commitments.answer(tom, "C1", Outcome.DROPPED)
    await services.commitments.answer(tom, "C1", Outcome.NOT_YET)
    assert (await services.commitments.facts(tom, "C1")).outcome is Outcome.NOT_YET


@pytest.mark.usefixtures("tom")
async def test_only_its_owner_answers_or_reads_it(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    maria = directory.add("U1")
    with pytest.raises(Problem, match="not_yours"):
        await services.commitments.answer(maria, "C1", Outcome.KEPT)
    with pytest.raises(Problem, match="stale"):
        await services.commitments.facts(maria, "gone")
    async with context.database.transaction("T1") as transaction:
        await transaction.commitments.save(replace(STEP, owner_id="U1"))
    assert await said(context, "C1") == Skip("gone")


async def test_a_smaller_step_is_open_again_and_asked_about_once_more(
    services: Services, context: Context, tom: Who, clock: MovableClock
) -> None:
    await services.commitments.answer(tom, "C1", Outcome.NOT_YET)
    smaller = await services.commitments.rewrite(tom, "C1", " asked about price ", "I breathe out")
    assert smaller == replace(STEP, step="I breathe out")
    clock.move(days=1)
    assert await services.commitments.rewrite(tom, "C1", "asked about price", "I breathe out") == smaller
    async with context.database.transaction("T1") as transaction:
        (plan,) = await transaction.schedules.of("U2")
    assert plan.next.on == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("cue", "step", "fields"),
    [(" ", "", ["if", "then"]), ("asked", "", ["then"]), ("asked", "x" * (LONGEST + 1), ["then"])],
)
async def test_a_step_needs_both_halves(services: Services, tom: Who, cue: str, step: str, fields: list[str]) -> None:
    with pytest.raises(Problems) as found:
        await services.commitments.rewrite(tom, "C1", cue, step)
    assert [problem.field for problem in found.value.problems] == fields
