"""Somebody who took part is made a guest: they get nothing more until they are a member again."""

import pytest

from bot.domain.people.people import Who
from bot.nudges import CALENDAR_STOPPED
from bot.services.context import Context
from bot.services.people.colleague_messages import reach
from bot.services.services import Services


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
