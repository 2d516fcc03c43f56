"""Reflecting on a call: one tap, without seeing the other's answer, and both views once both may be read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.checkins.commitments import Commitment, Outcome
from bot.domain.people.people import Who
from bot.domain.ridealongs.ridealongs import RideAlongState, TakeOver
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.ridealongs.facts import load_ride
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import DRAFT, planned, sent, start

ENDS = datetime(2026, 10, 20, 13, 45, tzinfo=UTC)
NONE, UNASKED = TakeOver.NONE, TakeOver.NOBODY_ASKED
REVEALS = {("U1", "ridealong_reveal", "R1"), ("U2", "ridealong_reveal", "R1")}


@pytest.fixture(autouse=True)
async def over(services: Services, context: Context, clock: MovableClock, maria: Who, tom: Who) -> None:
    """A call between the two that has just ended."""
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    await services.ridealongs.plan(maria, "R1", DRAFT)
    clock.now = ENDS


def wrote(takeover: TakeOver = NONE, *, shared: bool = True, **texts: str) -> Written:
    cue, step = texts.pop("cue", ""), texts.pop("step", "")
    return Written(takeover, texts, shared, cue, step)


async def revealed(context: Context) -> set[tuple[str, str, str]]:
    return set(await sent(context)) & REVEALS


async def test_one_tap_is_a_full_answer_and_private(services: Services, context: Context, maria: Who, tom: Who) -> None:
    facts = await services.reflections.note(maria, "R1", UNASKED)
    assert facts.mine
    assert (facts.mine.takeover, facts.mine.shared, facts.ride.state) == (UNASKED, False, RideAlongState.OVER)
    assert (await services.reflections.note(tom, "R1", NONE)).theirs is None
    assert await revealed(context) == set()


async def test_a_second_tap_keeps_what_was_written(services: Services, maria: Who) -> None:
    await services.reflections.write(maria, "R1", wrote(leader_saw="Two questions", moment="The price"))
    facts = await services.reflections.note(maria, "R1", UNASKED)
    assert facts.mine
    assert (facts.mine.answers["leader_saw"], facts.mine.moment, facts.mine.takeover) == (
        "Two questions", "The price", UNASKED,
    )  # fmt: skip


async def test_what_both_shared_opens_for_both_at_once_and_once(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    first = await services.reflections.write(tom, "R1", wrote(salesperson_went="The pause"))
    assert (first.theirs, await revealed(context)) == (None, set())
    assert (await services.reflections.facts(maria, "R1")).theirs is None
    assert ("U1", "ridealong_reveal", "R1") in await planned(context)
    second = await services.reflections.write(maria, "R1", wrote(leader_saw="The pause"))
    assert second.theirs
    assert second.theirs.answers["salesperson_went"] == "The pause"
    assert await revealed(context) == REVEALS
    await services.reflections.write(maria, "R1", wrote(leader_saw="The long pause"))
    assert not {key for key in await planned(context) if key[1] == "ridealong_reveal"}


async def test_where_one_keeps_theirs_the_other_waits_a_day(
    services: Services, context: Context, clock: MovableClock, maria: Who, tom: Who
) -> None:
    await services.reflections.write(tom, "R1", wrote())
    await services.reflections.note(maria, "R1", NONE)
    assert await revealed(context) == set()
    due = await planned(context)
    assert due["U1", "ridealong_reveal", "R1"] == ENDS + timedelta(days=1)
    assert ("U2", "ridealong_reveal", "R1") not in due


async def test_a_tap_opens_nothing_and_saying_that_there_is_nothing_to_add_does(
    services: Services, maria: Who, tom: Who
) -> None:
    await services.reflections.write(tom, "R1", wrote(salesperson_went="The pause"))
    tapped = await services.reflections.note(maria, "R1", UNASKED)
    handed_in = await services.reflections.nothing_to_add(maria, "R1")
    assert (tapped.theirs, handed_in.theirs is not None) == (None, True)
    assert handed_in.mine
    assert (handed_in.mine.takeover, handed_in.mine.shared) == (UNASKED, False)


async def test_nothing_to_add_takes_nothing_back(services: Services, maria: Who) -> None:
    before = await services.reflections.write(maria, "R1", wrote(leader_saw="Two questions"))
    after = await services.reflections.nothing_to_add(maria, "R1")
    assert after.mine == before.mine


async def test_taking_sharing_back_takes_the_reveal_back(services: Services, context: Context, tom: Who) -> None:
    await services.reflections.write(tom, "R1", wrote())
    await services.reflections.write(tom, "R1", wrote(shared=False))
    assert not REVEALS & set(await planned(context))


async def test_after_a_day_what_is_shared_is_shown_at_once(
    services: Services, context: Context, clock: MovableClock, tom: Who
) -> None:
    clock.now = ENDS + timedelta(days=1)
    await services.reflections.write(tom, "R1", wrote())
    assert await revealed(context) == {("U1", "ridealong_reveal", "R1")}


async def test_a_call_that_is_logged_days_later_has_its_blind_day_too(
    services: Services, context: Context, clock: MovableClock, maria: Who, tom: Who
) -> None:
    clock.now = ENDS + timedelta(days=3)
    await services.ridealongs.plan(maria, "R2", DRAFT, logged=True)
    await services.reflections.write(maria, "R2", wrote(leader_saw="Two questions"))
    assert (await services.reflections.facts(tom, "R2")).theirs is None
    assert (await planned(context))["U2", "ridealong_reveal", "R2"] == clock.now + timedelta(days=1)
    clock.move(hours=23)
    assert (await services.reflections.facts(tom, "R2")).theirs is None
    clock.move(hours=1)
    theirs = (await services.reflections.facts(tom, "R2")).theirs
    assert theirs
    assert theirs.answers["leader_saw"] == "Two questions"


async def test_only_the_salesperson_commits_and_may_change_or_empty_it(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.reflections.write(maria, "R1", wrote(cue="a", step="b"))
    facts = await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait"))
    assert facts.made
    assert (facts.made.owner_id, facts.made.source, facts.made.step) == ("U2", "ridealong:R1", "wait")
    again = await services.reflections.write(tom, "R1", wrote(cue="They ask", step="count to three"))
    assert again.made == replace(facts.made, step="count to three")
    assert (await services.reflections.facts(maria, "R1")).made == again.made
    assert (await services.reflections.write(tom, "R1", wrote())).made is None
    assert (await services.reflections.write(tom, "R1", wrote())).made is None


async def test_a_commitment_is_asked_about_a_week_after_the_call(
    services: Services, context: Context, clock: MovableClock, tom: Who
) -> None:
    made = (await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait"))).made
    assert made
    key = ("U2", "commitment_follow_up", made.id)
    assert (await planned(context))[key] == ENDS + timedelta(days=7, hours=1)  # the same minute, after summer time
    await services.reflections.write(tom, "R1", wrote())
    assert key not in await planned(context)


async def test_one_written_later_is_asked_about_a_week_from_then_and_only_where_it_changed(
    services: Services, context: Context, clock: MovableClock, tom: Who
) -> None:
    clock.now = ENDS + timedelta(days=14)
    made = (await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait"))).made
    assert made
    async with context.database.transaction("T1") as transaction:
        await transaction.commitments.save(replace(made, outcome=Outcome.KEPT))
    clock.move(days=1)
    again = (await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait"))).made
    assert again
    assert again.outcome is Outcome.KEPT
    assert (await planned(context))["U2", "commitment_follow_up", made.id] == ENDS + timedelta(days=21)
    changed = (await services.reflections.write(tom, "R1", wrote(cue="They ask", step="count"))).made
    assert changed
    assert (changed.id, changed.outcome) == (made.id, None)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        (wrote(leader_saw="x" * 10_000), ["leader_saw"]),
        (wrote(leader_next="one\n\ntwo\nthree"), ["leader_next"]),
        (wrote(cue="They ask"), ["then"]),
        (wrote(step="wait"), ["if"]),
        (wrote(moment="x" * 3001, step="x" * 3001, cue="a"), ["moment", "then"]),
    ],
)
async def test_what_is_wrong_stands_at_its_field(
    services: Services, context: Context, maria: Who, written: Written, fields: list[str]
) -> None:
    with pytest.raises(Problems) as raised:
        await services.reflections.write(maria, "R1", written)
    assert [problem.field for problem in raised.value.problems] == fields
    assert all(context.library.say(problem.key, **problem.facts) for problem in raised.value.problems)
    assert (await services.reflections.facts(maria, "R1")).mine is None


async def test_nobody_else_reads_or_writes(services: Services, directory: FakeDirectory) -> None:
    nora = directory.add("U3", is_admin=True)
    with pytest.raises(Problem, match="not_yours"):
        await services.reflections.facts(nora, "R1")
    with pytest.raises(Problem, match="stale"):
        await services.reflections.note(nora, "R9", NONE)


async def test_a_call_ahead_or_cancelled_is_not_looked_back_on(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 21)))
    with pytest.raises(Problem, match="not_yet"):
        await services.reflections.note(maria, "R2", NONE)
    await services.ridealongs.cancel(maria, "R2")
    with pytest.raises(Problem, match="cancelled"):
        await services.reflections.note(maria, "R2", NONE)


async def test_the_brief_shows_the_leader_only_a_commitment_that_was_shared(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    own = Commitment("C1", "U2", "checkin:2026-10-19", "Monday", "call first", made_on=date(2026, 10, 21))
    async with context.database.transaction("T1") as transaction:
        await transaction.commitments.save(own)
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 27), customer="Globex"))
    assert await _commitment(services, context, tom) == own
    assert await _commitment(services, context, maria) is None
    await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait", shared=False))
    await services.reflections.nothing_to_add(maria, "R1")
    assert await _commitment(services, context, maria) is None
    made = (await services.reflections.write(tom, "R1", wrote(cue="They ask", step="wait"))).made
    assert await _commitment(services, context, maria) == made


async def _commitment(services: Services, context: Context, who: Who) -> Commitment | None:
    viewer = await services.people.meet(who)
    async with context.database.transaction("T1") as transaction:
        ride = await transaction.ridealongs.get("R2")
        assert ride
        facts = await load_ride(transaction, ride, viewer, context.clock())
    assert facts.last
    assert facts.last.id == "R1"
    return facts.commitment
