"""Somebody is made a guest, or is no admin any more: what came to them ends, also where no event says so."""

from dataclasses import replace

import pytest

from bot.domain.doors.doors import DoorKind
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.errors import Problem
from bot.nudges import CALENDAR_STOPPED
from bot.services.context import Context
from bot.services.doors.doors import Doors
from bot.services.people.people import People
from bot.services.people.reaching import reach
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock


@pytest.mark.usefixtures("maria_takes_part")
async def test_what_is_planned_for_them_goes_and_comes_back(services: Services, context: Context, maria: Who) -> None:
    async def planned() -> set[str]:
        async with context.database.transaction(maria.workspace_id) as transaction:
            return {plan.nudge for plan in await transaction.schedules.of(maria.user_id)}

    before = await planned()
    await services.people.changed(maria, {"id": "U1", "tz": "Europe/Berlin", "is_restricted": True})
    assert await planned() == set()
    await services.people.changed(maria, {"id": "U1", "tz": "Europe/Berlin"})
    assert await planned() == before != set()


@pytest.mark.usefixtures("maria_takes_part")
async def test_nobody_reaches_them(services: Services, context: Context, maria: Who) -> None:
    await services.people.changed(maria, {"id": "U1", "is_ultra_restricted": True})
    async with context.database.transaction(maria.workspace_id) as transaction:
        person = await transaction.people.get(maria.user_id)
        assert person is not None
        assert not await reach(context, transaction, person, CALENDAR_STOPPED, "x")


async def test_slack_is_asked_again_soon_whether_somebody_still_is_an_admin(
    context: Context, directory: FakeDirectory, clock: MovableClock
) -> None:
    nora = directory.add("U5", "Nora", is_admin=True)
    people = People(context)
    await people.permitted(nora, Permission.SEE_ADMIN)
    directory.add("U5", "Nora")  # and the event about it is lost
    clock.move(minutes=11)
    with pytest.raises(Problem, match="admins_only"):
        await people.permitted(nora, Permission.SEE_ADMIN)


@pytest.mark.parametrize("slack_says", [Profile("Maria", "", is_guest=True), None], ids=["guest", "unknown"])
async def test_a_tool_reads_their_calls_no_more(
    context: Context, directory: FakeDirectory, clock: MovableClock, maria: Who, slack_says: Profile | None
) -> None:
    doors = Doors(replace(context, site="https://x.example"), People(context))
    _, secret = await doors.open(maria, DoorKind.CALENDAR)
    assert await doors.calendar_for(secret)
    directory.profiles = {maria: slack_says} if slack_says else {}
    clock.move(days=2)
    assert await doors.calendar_for(secret) is None
