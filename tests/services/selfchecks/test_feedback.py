"""The other view: who may ask, who may answer, and what is told."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.domain.aggregates import AggregateKind
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.selfchecks.comparison import Range
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.installations.lifecycle import keep_house
from bot.services.services import Services
from bot.storage.tables import selfchecks
from content.libraries import Libraries
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import delivery, sent
from tests.services.selfchecks.rounds import TEAM, asked, asked_and_answered

pytestmark = pytest.mark.usefixtures("check")


async def test_everyone_who_said_yes_is_asked_and_nobody_else(services: Services, context: Context, maria: Who) -> None:
    round_id = await asked(services, maria)
    assert await sent(context) == [(one, "selfcheck_twin", round_id) for one in TEAM]


async def test_a_second_round_waits_for_the_end_of_the_first(
    services: Services, context: Context, maria: Who, clock: MovableClock, yes: dict[str, str | None], library: Library
) -> None:
    first = await asked(services, maria)
    for one in TEAM:
        await services.feedback.answer(Who("T1", one), first, yes)
    with pytest.raises(Problem, match=r"views\.already_open"):
        await services.feedback.invite(maria)
    clock.move(days=14)
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    second = await asked(services, maria)
    async with context.database.transaction("T1") as transaction:
        kept = await transaction.feedback.get(first)
    assert kept is not None
    assert kept.count == 3
    assert second != first


async def test_single_answers_go_with_the_end_of_a_round_and_its_figure_with_the_next_one(
    services: Services, context: Context, maria: Who, clock: MovableClock, yes: dict[str, str | None], library: Library
) -> None:
    first = await asked(services, maria)
    for user_id in TEAM:
        await services.feedback.answer(Who("T1", user_id), first, yes)
    clock.move(days=14)
    before = await services.feedback.views(maria)
    assert before is not None
    assert not before.is_open
    await keep_house(context.database, clock())
    assert await services.feedback.views(maria) == before, "the figure needs no single answer"
    async with context.database.transaction("T1") as transaction:
        assert await transaction.feedback.answers(first) == []
        assert await transaction.aggregates.people(AggregateKind.VIEWS, first) == frozenset(TEAM)
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    await asked(services, maria)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.aggregates.people(AggregateKind.VIEWS, first) == frozenset()


async def test_somebody_who_leads_nobody_or_is_a_guest_has_no_other_view(
    services: Services, directory: FakeDirectory, maria: Who
) -> None:
    assert await services.feedback.views(Who("T1", "U2")) is None
    directory.add(maria.user_id, is_guest=True)
    await services.people.refresh(maria)
    assert await services.feedback.views(maria) is None
    with pytest.raises(Problem, match="leaders_only"):
        await services.feedback.invite(Who("T1", "U2"))


async def test_only_those_asked_may_answer_and_only_while_it_is_open(
    services: Services, maria: Who, clock: MovableClock, yes: dict[str, str | None]
) -> None:
    round_id = await asked(services, maria)
    for stranger in ("U1", "U5"):
        with pytest.raises(Problem, match=r"errors\.stale"):
            await services.feedback.form(Who("T1", stranger), round_id)
    with pytest.raises(Problem, match=r"errors\.stale"):
        await services.feedback.answer(Who("T1", "U2"), "gone", yes)
    with pytest.raises(Problems):
        await services.feedback.answer(Who("T1", "U2"), round_id, yes | {"lead-06": None})
    clock.move(days=14)
    with pytest.raises(Problem, match=r"twin\.over"):
        await services.feedback.answer(Who("T1", "U2"), round_id, yes)


async def test_the_leader_hears_once_that_three_answered_and_who_answers_again_is_not_counted_again(
    services: Services, context: Context, maria: Who, yes: dict[str, str | None], clock: MovableClock
) -> None:
    round_id = await asked(services, maria)
    told = []
    for user_id in (*TEAM, *TEAM):
        facts = await services.feedback.answer(Who("T1", user_id), round_id, yes | {"lead-06": "no"})
        assert facts.mine is not None
        assert facts.mine.answers["lead-06"] == 0
        assert facts.is_open
        told.append(len([each for each in await sent(context) if each == ("U1", "selfcheck_views", round_id)]))
        clock.move(days=1)
    assert told == [0, 0, 1, 1, 1, 1]
    assert facts.round.count == len(TEAM)
    changed = await services.feedback.answer(Who("T1", "U2"), round_id, yes)
    assert changed.mine is not None
    assert changed.mine.answers["lead-06"] == 1


@pytest.mark.parametrize(("days", "counted"), [(91, 0), (92, 3)])
async def test_who_was_counted_together_is_so_for_a_quarter_of_a_year(
    services: Services,
    context: Context,
    maria: Who,
    yes: dict[str, str | None],
    clock: MovableClock,
    library: Library,
    days: int,
    counted: int,
) -> None:
    """One of three who were counted is replaced: the two that are left would give the newcomer away."""
    first = await asked(services, maria)
    for user_id in TEAM:
        await services.feedback.answer(Who("T1", user_id), first, yes)
    clock.move(days=days)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U5", Membership.ACCEPTED))
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    second = await asked(services, maria)
    for user_id in ("U2", "U3", "U5"):
        facts = await services.feedback.answer(Who("T1", user_id), second, yes)
    assert facts.round.count == counted


async def test_both_views_are_about_the_same_week_and_the_same_people(
    services: Services, maria: Who, yes: dict[str, str | None], check: SelfCheckForm
) -> None:
    round_id = await asked(services, maria)
    for one in TEAM:
        facts = await services.feedback.answer(Who("T1", one), round_id, yes)
        assert (facts.round.week, facts.round.team) == (check.week, len(TEAM))
    views = await services.feedback.views(maria)
    assert views is not None
    assert (views.is_told, views.is_open, views.waits) == (True, True, True)
    assert [(scale.own, scale.theirs) for scale in views.scales] == [(67, Range(100, 100))] * 3
    assert [item.theirs for item in views.apart] == [Range(3, 3)] * 3


async def test_somebody_who_has_not_answered_leaves_the_view_open(
    services: Services, context: Context, maria: Who, yes: dict[str, str | None], library: Library
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U5", Membership.ACCEPTED))
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    await asked_and_answered(services, maria, yes)
    views = await services.feedback.views(maria)
    assert views is not None
    assert [(scale.own, scale.theirs) for scale in views.scales] == [(67, Range(67, 100))] * 3
    assert views.apart == ()


async def test_the_view_stays_beside_the_self_check_that_it_is_about(
    services: Services, maria: Who, yes: dict[str, str | None], library: Library, clock: MovableClock
) -> None:
    await asked_and_answered(services, maria, yes)
    clock.move(days=7)
    later = await services.selfchecks.start(maria)
    await services.selfchecks.save(maria, later, dict.fromkeys(library.items, "none"))
    views = await services.feedback.views(maria)
    assert views is not None
    assert {scale.own for scale in views.scales} == {67}, "the later week is another one"


@pytest.mark.parametrize("left", [None, 1], ids=["gone", "to other statements than today's"])
async def test_the_view_goes_with_the_self_check_that_it_is_about(
    services: Services, context: Context, maria: Who, yes: dict[str, str | None], left: int | None
) -> None:
    round_id = await asked(services, maria)
    for user_id in TEAM:
        await services.feedback.answer(Who("T1", user_id), round_id, yes)
    async with context.database.transaction("T1") as transaction:
        (check,) = await transaction.selfchecks.of("U1")
        if left is not None:
            await transaction.selfchecks.save(replace(check, answers=dict(list(check.answers.items())[:left])))
    if left is None:
        async with context.database.connection() as connection:
            await connection.execute(delete(selfchecks))
    views = await services.feedback.views(maria)
    assert views is not None
    assert not views.is_told


async def test_the_question_is_for_those_asked(
    services: Services, context: Context, maria: Who, library: Library
) -> None:
    round_id = await asked(services, maria)
    async with context.database.transaction("T1") as transaction:
        for recipient, subject, known in (
            ("U2", round_id, True),
            ("U5", round_id, False),
            ("U2", "gone", False),
            ("U77", round_id, False),
        ):
            asks = delivery(recipient, "selfcheck_twin", subject, context.clock())
            facts = (await load_facts(transaction, Libraries(only=library), [asks], context.clock()))["D1"]
            assert (facts.payload is not None) is known


async def test_somebody_who_deletes_their_data_takes_the_answers_about_them_along(
    services: Services, context: Context, maria: Who, yes: dict[str, str | None]
) -> None:
    round_id = await asked_and_answered(services, maria, yes)
    async with context.database.transaction("T1") as transaction:
        await transaction.erasure.of_person("U2")
        kept = await transaction.feedback.get(round_id)
        assert kept is not None
        assert kept.count == 3  # a sum with one fewer would give that person away
        await transaction.erasure.of_person("U1")
        assert await transaction.feedback.answers(round_id) == []
        assert await transaction.feedback.get(round_id) is None


async def test_sums_of_which_two_people_are_left_are_shown_no_more_and_exported_no_more(
    services: Services, context: Context, maria: Who, yes: dict[str, str | None]
) -> None:
    round_id = await asked_and_answered(services, maria, yes)
    before = await services.feedback.views(maria)
    assert before is not None
    assert before.scales
    assert '"count": 3' in (await services.privacy.export(maria)).data
    await services.privacy.forget(Who("T1", "U2"))
    views = await services.feedback.views(maria)
    assert views is not None
    assert (views.scales, views.apart) == ((), ())
    assert views.round is not None
    assert "U2" not in views.round.invited
    assert '"count": 0' in (await services.privacy.export(maria)).data
    with pytest.raises(Problem, match="stale"):
        await services.feedback.answer(Who("T1", "U2"), round_id, yes)
    await services.privacy.forget(maria)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.aggregates.people(AggregateKind.VIEWS, round_id) == frozenset()
