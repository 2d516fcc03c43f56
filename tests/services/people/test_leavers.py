"""People who left Slack: noticed even if Slack's event was missed, kept for a while, then erased as by delete-me."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.nudges import PROMPT_PERSON, RIDEALONG_BRIEF
from bot.services.context import Context
from bot.services.people.leavers import Leavers
from bot.services.people.people import People
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.leaving import LEFT, is_held, leavers, tom
from tests.services.people.stored_people import stored

DAY = timedelta(days=1)
__all__ = ["leavers", "tom"]


async def test_who_left_unheard_is_noticed_within_a_week_and_erased_ninety_days_later(
    context: Context, clock: MovableClock, directory: FakeDirectory, leavers: Leavers, tom: Who
) -> None:
    directory.profiles[tom] = LEFT
    clock.now += 8 * DAY
    noticed = clock.now
    assert await leavers.look() == 0
    assert (await stored(context, tom)).left_at == noticed
    async with context.database.reading("T1") as transaction:
        assert {plan.nudge for plan in await transaction.schedules.of("U2")} >= {RIDEALONG_BRIEF}
    clock.now = noticed + 89 * DAY
    assert await leavers.look() == 0
    clock.now = noticed + 90 * DAY
    assert await leavers.look() == 1
    async with context.database.reading("T1") as transaction:
        assert await transaction.people.get("U2") is None
        assert await transaction.ridealongs.get("R1") is None
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U2")
    assert await leavers.look() == 0


@pytest.mark.parametrize("days", [0, 30], ids=["never", "a month"])
async def test_the_operator_says_how_long(
    context: Context, clock: MovableClock, directory: FakeDirectory, services: Services, tom: Who, days: int
) -> None:
    context = replace(context, leavers_days=days)
    leavers = Leavers(context, People(context), services.privacy)
    await services.people.profile_changed(tom, LEFT)
    directory.profiles[tom] = LEFT
    clock.now += 31 * DAY
    assert await leavers.look() == bool(days)
    assert await is_held(context, tom) is not bool(days)


async def test_who_came_back_unheard_is_asked_about_once_more_and_keeps_everything(
    context: Context, clock: MovableClock, services: Services, leavers: Leavers, tom: Who
) -> None:
    await services.people.profile_changed(tom, LEFT)
    clock.now += 400 * DAY
    assert await leavers.look() == 0
    person = await stored(context, tom)
    assert (person.status, person.left_at, person.position) == (PersonStatus.STOPPED, None, Position.SALESPERSON)


async def test_who_presses_something_is_back_whatever_slack_said_an_hour_ago(
    context: Context, services: Services, tom: Who
) -> None:
    await services.people.profile_changed(tom, LEFT)
    await services.onboarding.start(tom)
    assert (await stored(context, tom)).status is PersonStatus.ACTIVE


async def test_a_no_stays_a_no_for_who_comes_back_after_they_were_erased(
    context: Context, clock: MovableClock, services: Services, directory: FakeDirectory, leavers: Leavers, tom: Who
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.DECLINED))
    there, directory.profiles[tom] = directory.profiles[tom], LEFT
    await services.people.profile_changed(tom, LEFT)
    clock.now += 91 * DAY
    assert await leavers.look() == 1
    directory.profiles[tom] = there
    assert (await services.people.meet(tom)).status is PersonStatus.STOPPED
    async with context.database.reading("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.DECLINED, "U1", "U2")


@pytest.mark.parametrize(
    ("is_shown", "exchanges", "is_erased"),
    [(False, None, True), (False, {"U2": "W2"}, False), (True, None, False)],
    ids=["nobody by that id", "another id since the move", "only not shown to us"],
)
async def test_somebody_whom_slack_does_not_know_left(
    context: Context,
    clock: MovableClock,
    directory: FakeDirectory,
    leavers: Leavers,
    tom: Who,
    is_shown: bool,
    exchanges: dict[str, str] | None,
    is_erased: bool,
) -> None:
    del directory.profiles[tom]
    directory.hidden = {tom} if is_shown else set()
    directory.exchanges = exchanges
    clock.now += 91 * DAY
    await leavers.look()
    async with context.database.reading("T1") as transaction:
        plans = {plan.nudge for plan in await transaction.schedules.of("U2")}
        assert (PROMPT_PERSON not in plans) is is_erased
        assert ((await transaction.workspaces.get()).ids_exchanged is False) is (exchanges is not None)
    clock.now += 91 * DAY
    await leavers.look()
    assert await is_held(context, tom) is not is_erased


async def test_a_process_that_died_after_it_began_is_followed_by_another_on_the_next_day(
    context: Context, clock: MovableClock, directory: FakeDirectory, services: Services, leavers: Leavers, tom: Who
) -> None:
    await services.people.profile_changed(tom, LEFT)
    directory.profiles[tom] = LEFT
    clock.now += 91 * DAY
    await services.people.refresh(Who("T1", "U1"))
    directory.failing = RuntimeError("Slack is away, as it is for a process that ends here")
    assert await leavers.look() == 0
    directory.failing = None
    assert await leavers.look() == 0  # the other process may still be at it
    clock.now += DAY
    assert await leavers.look() == 1


@pytest.mark.parametrize("is_known", [True, False], ids=["who is there", "who left"])
async def test_who_was_deleted_while_slack_was_asked_stays_deleted(
    context: Context, clock: MovableClock, services: Services, tom: Who, is_known: bool
) -> None:
    class Slow(FakeDirectory):
        async def profile(self, who: Who) -> Profile | None:
            await services.privacy.forget(who)
            return await super().profile(who)

    directory = Slow()
    if is_known:
        directory.add("U2", "Tom")
    async with context.database.transaction("T1") as transaction:
        await transaction.erasure.of_person("U1")
    context = replace(context, directory=directory)
    clock.now += 8 * DAY
    with capture_logs() as lines:
        await Leavers(context, People(context), services.privacy).look()
    assert not await is_held(context, tom)
    assert "leaver_not_asked_about" not in {line["event"] for line in lines}
