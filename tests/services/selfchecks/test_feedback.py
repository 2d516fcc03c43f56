"""The other view: who may ask, who may answer, and what is told of it."""

import pytest

from bot.domain.aggregates import AggregateKind
from bot.domain.people.people import Membership, TeamMember, Who
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.services import Services
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import delivery, sent, start

TEAM = ("U2", "U3", "U4")


@pytest.fixture
def often(library: Library) -> dict[str, str | None]:
    return dict.fromkeys(library.items, "often")


@pytest.fixture(autouse=True)
async def team(services: Services, context: Context, directory: FakeDirectory, maria_leads: None) -> None:
    """Maria leads three salespeople who said yes, and one who has not said anything."""
    await start(services, context, *(directory.add(one) for one in (*TEAM, "U5")))
    async with context.database.transaction("T1") as transaction:
        for one in TEAM:
            await transaction.teams.save(TeamMember("U1", one, Membership.ACCEPTED))
        await transaction.teams.save(TeamMember("U1", "U5"))


async def asked(services: Services, maria: Who) -> str:
    views = await services.feedback.invite(maria)
    assert views.round is not None
    return views.round.id


async def test_everyone_who_said_yes_is_asked_and_nobody_else(services: Services, context: Context, maria: Who) -> None:
    round_id = await asked(services, maria)
    assert await sent(context) == [(one, "selfcheck_twin", round_id) for one in TEAM]


async def test_a_second_round_waits_for_the_end_of_the_first(
    services: Services, context: Context, maria: Who, clock: MovableClock, often: dict[str, str | None]
) -> None:
    first = await asked(services, maria)
    for one in TEAM:
        await services.feedback.answer(Who("T1", one), first, often)
    with pytest.raises(Problem, match=r"views\.already_open"):
        await services.feedback.invite(maria)
    clock.move(days=14)
    second = await asked(services, maria)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.feedback.answers(first) == []
        kept = await transaction.feedback.get(first)
    assert kept is not None
    assert kept.count == 3
    assert second != first


async def test_two_are_too_few_to_be_asked(services: Services, context: Context, maria: Who) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.DECLINED))
    views = await services.feedback.views(maria)
    assert views is not None
    assert not views.may_invite
    with pytest.raises(Problem, match=r"views\.too_few"):
        await services.feedback.invite(maria)


async def test_somebody_who_leads_nobody_has_no_other_view(services: Services, maria: Who) -> None:
    assert await services.feedback.views(Who("T1", "U2")) is None
    with pytest.raises(Problem, match="leaders_only"):
        await services.feedback.invite(Who("T1", "U2"))


async def test_only_those_asked_may_answer_and_only_while_it_is_open(
    services: Services, maria: Who, clock: MovableClock, often: dict[str, str | None]
) -> None:
    round_id = await asked(services, maria)
    for stranger in ("U1", "U5"):
        with pytest.raises(Problem, match=r"errors\.stale"):
            await services.feedback.form(Who("T1", stranger), round_id)
    with pytest.raises(Problem, match=r"errors\.stale"):
        await services.feedback.answer(Who("T1", "U2"), "gone", often)
    with pytest.raises(Problems):
        await services.feedback.answer(Who("T1", "U2"), round_id, often | {"lead-01": None})
    clock.move(days=14)
    with pytest.raises(Problem, match=r"twin\.over"):
        await services.feedback.answer(Who("T1", "U2"), round_id, often)


async def test_the_leader_hears_once_that_three_answered(
    services: Services, context: Context, maria: Who, often: dict[str, str | None]
) -> None:
    round_id = await asked(services, maria)
    for one in (*TEAM, *TEAM):
        await services.feedback.answer(Who("T1", one), round_id, often | {"lead-01": "never"})
        facts = await services.feedback.form(Who("T1", one), round_id)
        assert facts.mine is not None
        assert facts.mine.answers["lead-01"] == 0
    assert [one for one in await sent(context) if one[1] == "selfcheck_views"] == [("U1", "selfcheck_views", round_id)]


async def test_without_a_self_check_of_ones_own_there_is_no_gap(
    services: Services, maria: Who, often: dict[str, str | None]
) -> None:
    round_id = await asked(services, maria)
    for one in TEAM:
        await services.feedback.answer(Who("T1", one), round_id, often)
    views = await services.feedback.views(maria)
    assert views is not None
    assert (views.gaps, views.largest) == ((), ())
    await services.selfchecks.save(maria, "S1", often)
    views = await services.feedback.views(maria)
    assert views is not None
    assert [gap.own - gap.theirs for gap in views.gaps] == [0, 0, 0]


async def test_the_question_is_for_those_asked(
    services: Services, context: Context, maria: Who, library: Library
) -> None:
    round_id = await asked(services, maria)
    async with context.database.transaction("T1") as transaction:
        for recipient, subject, known in (("U2", round_id, True), ("U5", round_id, False), ("U2", "gone", False)):
            asks = delivery(recipient, "selfcheck_twin", subject, context.clock())
            facts = (await load_facts(transaction, library, [asks], context.clock()))["D1"]
            assert (facts.payload is not None) is known


async def test_somebody_who_deletes_their_data_takes_the_answers_about_them_along(
    services: Services, context: Context, maria: Who, often: dict[str, str | None]
) -> None:
    round_id = await asked(services, maria)
    for one in TEAM:
        await services.feedback.answer(Who("T1", one), round_id, often)
    async with context.database.transaction("T1") as transaction:
        await transaction.erasure.of_person("U2")
        kept = await transaction.feedback.get(round_id)
        assert kept is not None
        assert kept.count == 3  # a sum less one would give that one away
        await transaction.erasure.of_person("U1")
        assert await transaction.feedback.answers(round_id) == []
        assert await transaction.feedback.get(round_id) is None


async def test_sums_of_which_two_people_are_left_are_shown_no_more_and_exported_no_more(
    services: Services, context: Context, maria: Who, often: dict[str, str | None]
) -> None:
    await services.selfchecks.save(maria, "S1", often)
    round_id = await asked(services, maria)
    for one in TEAM:
        await services.feedback.answer(Who("T1", one), round_id, often)
    before = await services.feedback.views(maria)
    assert before is not None
    assert before.gaps
    assert '"count": 3' in (await services.privacy.export(maria)).data
    await services.privacy.forget(Who("T1", "U2"))
    views = await services.feedback.views(maria)
    assert views is not None
    assert (views.gaps, views.largest) == ((), ())
    assert views.round is not None
    assert "U2" not in views.round.invited
    assert '"count": 0' in (await services.privacy.export(maria)).data
    with pytest.raises(Problem, match="stale"):
        await services.feedback.answer(Who("T1", "U2"), round_id, often)
    await services.privacy.forget(maria)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.aggregates.people(AggregateKind.VIEWS, round_id) == frozenset()
