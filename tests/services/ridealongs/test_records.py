"""The development record: the same for both, made from what both may read, and for nobody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.checkins.commitments import Commitment, Outcome, checkin_source, ridealong_source
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.ridealongs.moments import CoachingMoment
from bot.domain.ridealongs.record import PAGE, DevelopmentRecord
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, TakeOver
from bot.domain.ridealongs.terms import Contract
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

MARIA, TOM = Who("T1", "U1"), Who("T1", "U2")
START = datetime(2026, 7, 1, 9, tzinfo=UTC)
SHARED_STEP = Commitment("s0", "U2", ridealong_source("r0"), "they ask about price", "wait", made_on=date(2026, 7, 1))
PRIVATE_STEP = replace(SHARED_STEP, id="s1", source=ridealong_source("r1"), step="a secret of Tom")
WORDS_OF_ONE = ("a secret of Tom", "a secret of Maria", "a plan of Maria")


@pytest.fixture
async def months(context: Context, services: Services, directory: FakeDirectory, clock: MovableClock) -> None:
    """Maria leads Tom: twelve calls in twelve weeks, with a step that he shared and one that he did not."""
    clock.now = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)
    for who in (directory.add("U1"), directory.add("U2"), directory.add("U3")):
        await services.people.meet(who)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.ACCEPTED))
        for week in range(12):
            contract = Contract(skill=f"skill {week}")
            at = START + timedelta(weeks=week)
            ride = RideAlong(
                f"r{week}", "T1", "U1", "U2", f"Customer {week}", starts_at=at, length=timedelta(minutes=30),
                planned_by="U1", contract=contract, state=RideAlongState.CONFIRMED,
            )  # fmt: skip
            await transaction.ridealongs.save(ride)
        for ride_id, shared in (("r0", True), ("r1", False)):
            told = Reflection(ride_id, "U2", START, {}, TakeOver.NONE, moment="", shared=shared)
            await transaction.ridealongs.save_reflection(told)
        for step in (
            SHARED_STEP,
            PRIVATE_STEP,
            replace(
                SHARED_STEP, id="s2", owner_id="U1", source=checkin_source(date(2026, 10, 12)), step=WORDS_OF_ONE[2]
            ),
        ):
            await transaction.commitments.save(step)
        for number, shared in enumerate((True, False)):
            text = "He asked, then waited." if shared else WORDS_OF_ONE[1]
            at = START + timedelta(weeks=9, days=number)
            await transaction.moments.save(
                CoachingMoment(f"m{number}", "U1", "U2", at, "C1", ts=str(number), text=text, shared=shared)
            )


async def whole(services: Services, who: Who, other_id: str) -> list[DevelopmentRecord]:
    """Every page of the record, from the newest."""
    first = await services.records.record(who, other_id)
    return [await services.records.record(who, other_id, page) for page in range(first.pages)]


@pytest.mark.usefixtures("months")
async def test_both_read_the_same_entries_in_order_of_time_and_page_by_page(services: Services) -> None:
    hers, his = await whole(services, MARIA, "U2"), await whole(services, TOM, "U1")
    assert [page.entries for page in hers] == [page.entries for page in his]
    entries = [entry for page in hers for entry in page.entries]
    assert len(entries) == len({str(entry) for entry in entries}) == 14
    assert [entry.on for entry in entries] == sorted((entry.on for entry in entries), reverse=True)
    assert [len(page.entries) for page in hers] == [PAGE, 14 - PAGE]


@pytest.mark.usefixtures("months")
async def test_what_one_of_them_did_not_share_is_in_no_record(services: Services) -> None:
    pages = [*await whole(services, MARIA, "U2"), *await whole(services, TOM, "U1")]
    assert [words for words in WORDS_OF_ONE if words in str([page.entries for page in pages])] == []
    hers, his = await services.records.one_to_one(MARIA, "<@U2>"), await services.records.one_to_one(TOM, "")
    assert "a secret of Tom" not in str(hers)
    assert "of Maria" not in str(his)
    assert ([step.id for step in hers.steps], [step.id for step in hers.own_steps]) == (["s0"], ["s2"])
    assert ([step.id for step in his.steps], [step.id for step in his.own_steps]) == (["s0"], ["s1"])


@pytest.mark.usefixtures("months")
@pytest.mark.parametrize("ask", ["record", "one_to_one", "notes"])
async def test_nobody_else_opens_it(services: Services, ask: str) -> None:
    for who in (Who("T1", "U3"), TOM if ask == "notes" else Who("T1", "U3")):
        with pytest.raises(Problem):
            await getattr(services.records, ask)(who, "U2" if ask != "notes" or who != TOM else "U1")


@pytest.mark.usefixtures("months")
async def test_a_leader_reads_all_their_own_moments(services: Services) -> None:
    notes = await services.records.notes(MARIA, "U2")
    assert [(moment.id, moment.shared) for moment in notes.moments] == [("m1", False), ("m0", True)]


@pytest.mark.usefixtures("months")
async def test_the_leaders_own_moments_go_on_page_by_page(services: Services, context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        for day in range(2 * PAGE - 2):
            at, ts = START + timedelta(days=day), str(day)
            await transaction.moments.save(CoachingMoment(f"n{day}", "U1", "U2", at, "C1", ts=ts, text=ts, shared=True))
    pages = [await services.records.notes(MARIA, "U2", page) for page in range(3)]
    assert [(page.page, page.pages, len(page.moments)) for page in pages] == [(0, 2, PAGE), (1, 2, PAGE), (0, 2, PAGE)]
    times = [moment.at for page in pages[:2] for moment in page.moments]
    assert times == sorted(set(times), reverse=True)


@pytest.mark.usefixtures("months")
@pytest.mark.parametrize(("hours_ago", "is_logged"), [(1, False), (1, True), (40 * 24, True)])
async def test_a_step_after_a_call_of_today_or_one_logged_today_stands_there_once_both_have_written(
    services: Services, context: Context, clock: MovableClock, hours_ago: int, is_logged: bool
) -> None:
    began, logged_at = clock.now - timedelta(hours=hours_ago), clock.now if is_logged else None
    async with context.database.transaction("T1") as transaction:
        ride = await transaction.ridealongs.get("r11")
        assert ride is not None
        await transaction.ridealongs.save(replace(ride, id="today", starts_at=began, logged_at=logged_at))
        await transaction.commitments.save(replace(SHARED_STEP, id="new", source=ridealong_source("today")))
        told = Reflection("today", "U2", clock.now, {"well": "all"}, TakeOver.NONE, shared=True)
        await transaction.ridealongs.save_reflection(told)

    async def has_it(who: Who, other_id: str) -> bool:
        pages = await whole(services, who, other_id)
        return "new" in [entry.step.id for page in pages for entry in page.entries if entry.step]

    assert (await has_it(MARIA, "U2"), await has_it(TOM, "U1")) == (False, False)
    async with context.database.transaction("T1") as transaction:
        await transaction.ridealongs.save_reflection(replace(told, author_id="U1", shared=False))
    assert (await has_it(MARIA, "U2"), await has_it(TOM, "U1")) == (True, True)
    clock.move(days=3)
    assert (await has_it(MARIA, "U2"), await has_it(TOM, "U1")) == (True, True)


@pytest.mark.usefixtures("months")
async def test_an_outcome_is_shown_once_its_owner_says_so_and_a_new_one_is_not(services: Services) -> None:
    def step_of(pages: list[DevelopmentRecord]) -> Commitment | None:
        return next(entry.step for page in pages for entry in page.entries if entry.step)

    await services.commitments.answer(TOM, "s0", Outcome.KEPT)
    step = step_of(await whole(services, MARIA, "U2"))
    assert step is not None
    assert (step.outcome, step.outcome_shared) == (Outcome.KEPT, False)
    assert (await services.commitments.share(TOM, "s0", shared=True)).outcome_shared
    assert not (await services.commitments.answer(TOM, "s0", Outcome.DROPPED)).outcome_shared
    with pytest.raises(Problem):
        await services.commitments.share(MARIA, "s0", shared=True)


@pytest.mark.usefixtures("months")
async def test_each_question_comes_once_before_any_comes_again(
    services: Services, context: Context, clock: MovableClock
) -> None:
    facts, order = await services.records.one_to_one(MARIA, "<@U2>"), []
    questions = [key for key in context.library.questions if key.startswith("one_to_one.")]
    for _ in questions:
        order.append(facts.question)
        assert (await services.records.one_to_one(TOM, "<@U1>")).question == facts.question
        clock.now += timedelta(days=1)
        facts = await services.records.asked(MARIA, "U2", facts.question)
    assert sorted(order) == sorted(questions)
    assert facts.question == order[0]
    with pytest.raises(Problem):
        await services.records.asked(TOM, "U1", order[0])


@pytest.mark.usefixtures("months")
async def test_what_the_other_shared_is_noted_for_them(services: Services, context: Context) -> None:
    await whole(services, MARIA, "U2")
    await whole(services, TOM, "U1")
    async with context.database.transaction("T1") as transaction:
        of_tom = await transaction.disclosures.of("U2", ["s0", "m0"])
        of_maria = await transaction.disclosures.of("U1", ["s0", "m0"])
    assert ([one.viewer_id for one in of_tom], [one.viewer_id for one in of_maria]) == (["U1"], ["U2"])


@pytest.mark.usefixtures("months")
async def test_deleting_either_deletes_what_was_asked_and_a_shared_moment_is_exported(
    services: Services, context: Context
) -> None:
    await services.records.asked(MARIA, "U2", "one_to_one.proud_of")
    async with context.database.transaction("T1") as transaction:
        export = await transaction.export.of_person("U2")
    assert [moment.get("text") for moment in export["coaching_moments"]] == ["He asked, then waited.", None]
    await services.privacy.forget(TOM)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.questions.asked("U1", "U2") == {}
