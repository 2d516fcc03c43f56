"""Steps from ride-alongs, asked about a week later."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.blocks.block_kit import Message
from bot.domain.checkins.commitments import LONGEST, Commitment, Outcome
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, Standing, Who
from bot.domain.plans import Plan
from bot.domain.time.schedule import Pause, instant
from bot.errors import Problem, Problems
from bot.nudges import BY_KEY, COMMITMENT_FOLLOW_UP
from bot.nudges.nudge import Silence
from bot.services.checkins.commitments import plan_follow_up
from bot.services.context import Tools, new_id
from bot.services.facts import load_facts
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

STEP = Commitment("C1", "U2", "ridealong:R1", "asked about price", "I count to three", date(2026, 10, 19))
TOM = Person("T1", "U2", "Tom", "Europe/Berlin", standing=Standing.ACTIVE)


@pytest.fixture
async def tom(directory: FakeDirectory, services: Services, tools: Tools) -> Who:
    """The owner of the step."""
    who = directory.add("U2", "Tom")
    await services.people.meet(who)
    async with tools.database.transaction("T1") as memory:
        await memory.commitments.save(STEP)
    return who


async def planned(tools: Tools, owner: Person, *ends_at: datetime) -> Plan:
    """The follow-up as it stands after ride-alongs that ended then."""
    async with tools.database.transaction("T1") as memory:
        for moment in ends_at:
            await plan_follow_up(memory, STEP, owner, moment)
        (plan,) = await memory.schedules.of(owner.user_id)
    return plan


async def said(tools: Tools, subject: str) -> Message | Silence:
    delivery = Delivery(new_id(), "T1", "U2", COMMITMENT_FOLLOW_UP, subject, date(2026, 10, 26), tools.clock())
    async with tools.database.transaction("T1") as memory:
        facts = await load_facts(memory, tools.library, [delivery], tools.clock())
    return BY_KEY[COMMITMENT_FOLLOW_UP].message(facts[delivery.id], tools.library)


@pytest.mark.parametrize(
    ("owner", "on"),
    [
        pytest.param(TOM, date(2026, 10, 27), id="a week later, past the end of summer time"),
        pytest.param(replace(TOM, working_days=frozenset({3, 4})), date(2026, 10, 29), id="on the next working day"),
        pytest.param(replace(TOM, pauses=(Pause(date(2026, 10, 1)),)), date(2026, 10, 27), id="in an endless pause"),
    ],
)
async def test_it_comes_a_week_later_at_the_same_minute_of_the_owners_clock(
    tools: Tools, owner: Person, on: date
) -> None:
    plan = await planned(tools, owner, instant(date(2026, 10, 20), time(16, 45), "Europe/Berlin"))
    assert (plan.nudge, plan.subject, plan.at) == (COMMITMENT_FOLLOW_UP, "C1", None)
    assert (plan.next.on, plan.next.due_at) == (on, instant(on, time(16, 45), "Europe/Berlin"))


async def test_planned_again_it_moves(tools: Tools) -> None:
    plan = await planned(tools, TOM, datetime(2026, 10, 20, 9, tzinfo=UTC), datetime(2026, 10, 21, 9, tzinfo=UTC))
    assert plan.next.on == date(2026, 10, 28)


async def test_it_asks_while_nothing_was_said(services: Services, tools: Tools, tom: Who) -> None:
    assert isinstance(await said(tools, "C1"), Message)
    assert await said(tools, "emptied") == Silence("gone")
    await services.commitments.answer(tom, "C1", Outcome.KEPT)
    assert await said(tools, "C1") == Silence("answered")


async def test_an_outcome_can_be_changed(services: Services, tom: Who) -> None:
    await services.commitments.answer(tom, "C1", Outcome.DROPPED)
    await services.commitments.answer(tom, "C1", Outcome.NOT_YET)
    assert (await services.commitments.facts(tom, "C1")).outcome is Outcome.NOT_YET


@pytest.mark.usefixtures("tom")
async def test_only_its_owner_answers_or_reads_it(services: Services, tools: Tools, directory: FakeDirectory) -> None:
    maria = directory.add("U1")
    with pytest.raises(Problem, match="not_yours"):
        await services.commitments.answer(maria, "C1", Outcome.KEPT)
    with pytest.raises(Problem, match="stale"):
        await services.commitments.facts(maria, "gone")
    async with tools.database.transaction("T1") as memory:
        await memory.commitments.save(replace(STEP, owner_id="U1"))
    assert await said(tools, "C1") == Silence("gone")


async def test_a_smaller_step_is_open_again_and_asked_about_once_more(
    services: Services, tools: Tools, tom: Who, clock: MovableClock
) -> None:
    await services.commitments.answer(tom, "C1", Outcome.NOT_YET)
    smaller = await services.commitments.rewrite(tom, "C1", " asked about price ", "I breathe out")
    assert smaller == replace(STEP, step="I breathe out")
    clock.move(days=1)
    assert await services.commitments.rewrite(tom, "C1", "asked about price", "I breathe out") == smaller
    async with tools.database.transaction("T1") as memory:
        (plan,) = await memory.schedules.of("U2")
    assert plan.next.on == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("cue", "step", "fields"),
    [(" ", "", ["if", "then"]), ("asked", "", ["then"]), ("asked", "x" * (LONGEST + 1), ["then"])],
)
async def test_a_step_needs_both_halves(services: Services, tom: Who, cue: str, step: str, fields: list[str]) -> None:
    with pytest.raises(Problems) as found:
        await services.commitments.rewrite(tom, "C1", cue, step)
    assert [problem.field for problem in found.value.problems] == fields
