"""Nobody is bothered by strangers: a few messages in all to somebody who has not started, and a no stays a no."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import pytest

from bot.domain.people.people import PersonStatus, Position, Who
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, MOST_TO_A_NEWCOMER, FromColleagues
from bot.domain.plans import Plan
from bot.domain.ridealongs.facts import Draft, Reach
from bot.errors import Problem, Problems
from bot.nudges import BY_KEY, NUDGES, TEAM_INVITATION, WELCOME
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.colleague import Colleague
from tests.services.people.stored_people import active, outbox, stored

BOSSES = ("U1", "U5", "U6", "U7")
CEO = Who("T1", "U2")


@pytest.fixture(autouse=True)
async def bosses(services: Services, context: Context, directory: FakeDirectory) -> None:
    """Four leaders who take part, and somebody who has never heard of us."""
    for user_id in BOSSES:
        await active(services, context, directory.add(user_id), is_leader=True)
    directory.add("U2", "CEO")


@pytest.fixture
def boss() -> Who:
    return Who("T1", "U1")


async def received(context: Context, who: Who = CEO) -> list[str]:
    """The nudges that reach somebody: everything in the outbox that is not skipped at sending."""
    async with context.database.transaction("T1") as transaction:
        deliveries = await transaction.outbox.of(who.user_id, list(BY_KEY), status=None)
        facts = await load_facts(transaction, context.libraries, deliveries, context.clock())
    return [
        delivery.nudge
        for delivery in deliveries
        if not isinstance(BY_KEY[delivery.nudge].message(facts[delivery.id], context.library), Skip)
    ]


WAYS = ("plan", "log", "change", "cancel", "over", "share", "name")


@pytest.fixture
def colleague(services: Services, clock: MovableClock) -> Colleague:
    return Colleague(services, clock)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("several", [False, True], ids=["one colleague", "several"])
async def test_somebody_who_never_started_gets_a_few_messages_in_all(
    context: Context, clock: MovableClock, colleague: Colleague, way: str, several: bool
) -> None:
    ring: Callable[[Who], Awaitable[object]] = getattr(colleague, way)
    for number in range(2 * MOST_TO_A_NEWCOMER + 2):
        await ring(Who("T1", BOSSES[number % 4] if several else "U1"))
        clock.move(days=2 * (number % 3))
    kinds = [nudge.key for nudge in NUDGES]
    async with context.database.transaction("T1") as transaction:
        assert len(await transaction.outbox.of("U2", kinds, status=None)) <= MOST_TO_A_NEWCOMER
        plans = await transaction.schedules.of("U2")
    assert len(await received(context)) <= MOST_TO_A_NEWCOMER
    skipped = [plan.nudge for plan in plans]
    assert set(skipped) <= {"ridealong_brief", "reflection_salesperson", "reflection_reminder", "ridealong_closed"}


async def test_all_ways_together_count_together(context: Context, clock: MovableClock, colleague: Colleague) -> None:
    for number, way in enumerate(WAYS * 3):
        await getattr(colleague, way)(Who("T1", BOSSES[number % 4]))
        clock.move(hours=30)
    kinds = [nudge.key for nudge in NUDGES]
    async with context.database.transaction("T1") as transaction:
        assert len(await transaction.outbox.of("U2", kinds, status=None)) == MOST_TO_A_NEWCOMER


async def test_the_colleague_reads_that_nobody_is_told(colleague: Colleague, boss: Who) -> None:
    reach = [(await colleague.plan(boss)).reach for _ in range(5)]
    assert reach == [Reach.MESSAGES] * 3 + [Reach.UNTOLD] * 2


@pytest.mark.parametrize("who_deletes", ["the colleague", "the stranger", "both"])
async def test_a_deletion_gives_no_further_messages(
    services: Services, context: Context, colleague: Colleague, boss: Who, who_deletes: str
) -> None:
    for _ in range(2):
        for _ in range(MOST_TO_A_NEWCOMER + 1):
            await colleague.plan(boss)
        await colleague.name(boss)
        if who_deletes != "the stranger":
            await services.privacy.forget(boss)
            await services.onboarding.position(boss, Position.LEADER)
        if who_deletes != "the colleague":
            await services.privacy.forget(CEO)
    rows = await _ever(services, context, colleague, boss)
    assert rows == 0


async def _ever(services: Services, context: Context, colleague: Colleague, boss: Who) -> int:
    """How many messages one more round of bothering brings."""
    async with context.database.transaction("T1") as transaction:
        before = len(await transaction.outbox.of("U2", list(BY_KEY), status=None))
    for _ in range(4):
        await colleague.plan(boss)
    await colleague.name(boss)
    async with context.database.transaction("T1") as transaction:
        return len(await transaction.outbox.of("U2", list(BY_KEY), status=None)) - before


@pytest.mark.parametrize("way", WAYS)
async def test_one_tap_blocks_all_and_outlasts_a_deletion(
    services: Services, context: Context, colleague: Colleague, way: str
) -> None:
    await colleague.plan(Who("T1", "U1"))
    await services.onboarding.stop(CEO)
    before = len(await received(context))
    for user_id in BOSSES:
        await getattr(colleague, way)(Who("T1", user_id))
    await services.privacy.forget(CEO)
    for user_id in BOSSES:
        await getattr(colleague, way)(Who("T1", user_id))
    assert len(await received(context)) <= before
    assert (await stored(context, CEO)).status is PersonStatus.STOPPED


@pytest.mark.parametrize("who_deletes", ["nobody", "the leader", "the salesperson", "both"])
async def test_a_no_to_a_team_is_a_no_whatever_is_deleted(
    services: Services, context: Context, colleague: Colleague, boss: Who, who_deletes: str
) -> None:
    await services.teams.name(boss, ["U2"])
    await services.teams.decline(CEO, "U1")
    if who_deletes in {"the leader", "both"}:
        await services.privacy.forget(boss)
        await services.onboarding.position(boss, Position.LEADER)
    if who_deletes in {"the salesperson", "both"}:
        await services.privacy.forget(CEO)
        await services.onboarding.position(CEO, Position.LEADER)
    before = len(await outbox(context, CEO, TEAM_INVITATION))
    assert (await services.teams.name(boss, ["U2"])).asked_before == ("U2",)
    assert len(await outbox(context, CEO, TEAM_INVITATION)) == before
    for way in (colleague.plan, colleague.log):
        with pytest.raises(Problems, match="salesperson_declined"):
            await way(boss)


async def test_the_message_to_somebody_new_ends_with_the_way_out(
    services: Services, context: Context, colleague: Colleague, boss: Who
) -> None:
    await services.teams.name(boss, ["U2"])
    await colleague.plan(boss)
    await colleague.log(boss)
    assert len(await received(context)) == 3
    async with context.database.transaction("T1") as transaction:
        deliveries = await transaction.outbox.of("U2", list(BY_KEY), status=None)
        facts = await load_facts(transaction, context.libraries, deliveries, context.clock())
    for delivery in deliveries:
        message = BY_KEY[delivery.nudge].message(facts[delivery.id], context.library)
        assert not isinstance(message, Skip)
        assert message.blocks[-1]["elements"][0]["action_id"] == "stop"


async def test_somebody_who_said_yes_to_a_call_hears_of_it(
    services: Services, context: Context, colleague: Colleague, boss: Who
) -> None:
    """Without starting, they get the brief, news and questions about this call, and no other."""
    facts = await colleague.plan(boss)
    for _ in range(4):
        await colleague.plan(boss)
    await services.ridealongs.confirm(CEO, facts.ride.id, 0)
    await services.ridealongs.cancel(boss, facts.ride.id)
    assert "ridealong_news" in await received(context)


async def test_after_delete_me_nothing_comes_until_they_start_again(
    services: Services, context: Context, boss: Who
) -> None:
    await services.privacy.forget(CEO)
    assert (await services.onboarding.opened_home(CEO)).status is PersonStatus.STOPPED
    assert await outbox(context, CEO, WELCOME) == []
    await services.teams.name(boss, ["U2"])
    assert await outbox(context, CEO, TEAM_INVITATION) == []
    facts = await services.onboarding.start(CEO)
    assert not facts.person.is_leader  # a leader named them
    assert len(await outbox(context, CEO, TEAM_INVITATION)) == 1


async def test_somebody_who_starts_again_after_delete_me_starts_as_new(services: Services) -> None:
    await services.privacy.forget(CEO)
    assert (await services.onboarding.position(CEO, Position.LEADER)).person.is_leader


async def test_a_salesperson_is_asked_about_a_few_calls_a_day_that_others_logged(
    services: Services, context: Context, directory: FakeDirectory, colleague: Colleague, clock: MovableClock
) -> None:
    await active(services, context, CEO)
    reach = [(await colleague.log(Who("T1", BOSSES[number % 4]))).reach for number in range(20)]
    assert reach == [Reach.MESSAGES] * 3 + [Reach.UNTOLD] * 17
    assert len(await outbox(context, CEO, "reflection_salesperson")) == 3
    clock.move(days=1)
    assert (await colleague.log(Who("T1", "U1"))).reach is Reach.MESSAGES


async def test_who_takes_part_hears_of_a_few_a_day_and_of_the_rest_nothing_before_they_say_yes(
    services: Services, context: Context, colleague: Colleague, clock: MovableClock
) -> None:
    await services.onboarding.position(CEO, Position.SALESPERSON)
    reach = [(await colleague.plan(Who("T1", BOSSES[number % 4]))).reach for number in range(9)]
    assert reach == [Reach.MESSAGES] * MOST_A_DAY_FROM_COLLEAGUES[FromColleagues.NEWS] + [Reach.UNTOLD]
    await services.ridealongs.change(Who("T1", "U1"), "R9", 0, colleague.draft(3))
    about = [plan.subject.partition(" ")[0] for plan in await planned(context)]
    assert about.count("R1") == 4
    assert "R9" not in about
    await services.ridealongs.confirm(CEO, "R9", 1)
    assert [plan.subject.partition(" ")[0] for plan in await planned(context)].count("R9") == 4
    clock.move(days=1)
    assert (await colleague.plan(Who("T1", "U1"))).reach is Reach.MESSAGES


async def planned(context: Context) -> list[Plan]:
    async with context.database.reading("T1") as transaction:
        return await transaction.schedules.of("U2")


async def test_nobody_plans_over_the_call_of_others_by_its_id(
    services: Services, context: Context, directory: FakeDirectory, colleague: Colleague, boss: Who
) -> None:
    directory.add("U3")
    ride = (await colleague.plan(boss)).ride
    draft = Draft("U3", "mine", (colleague.clock() + timedelta(days=1)).date(), time(15), 45)
    with pytest.raises(Problem, match="not_yours"):
        await services.ridealongs.plan(Who("T1", "U5"), ride.id, draft)
