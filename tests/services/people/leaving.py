"""Somebody who can leave, and what looks for people who did."""

import pytest

from bot.domain.people.people import Position, Who
from bot.services.context import Context
from bot.services.people.leavers import Leavers
from bot.services.people.people import People
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory
from tests.services.ridealongs.planned_calls import DRAFT

LEFT = Profile("Tom", "", is_gone=True)
TOM = Who("T1", "U2")


@pytest.fixture
def leavers(context: Context, services: Services) -> Leavers:
    return Leavers(context, People(context), services.privacy)


@pytest.fixture
async def tom(services: Services, directory: FakeDirectory) -> Who:
    """He has started, and his leader has planned a call with him."""
    maria = directory.add("U1", "Maria", is_admin=True)
    directory.add("U2", "Tom")
    await services.onboarding.position(maria, Position.LEADER)
    await services.onboarding.position(TOM, Position.SALESPERSON)
    await services.ridealongs.plan(maria, "R1", DRAFT)
    await services.ridealongs.confirm(TOM, "R1", 0)
    return TOM


async def is_held(context: Context, who: Who) -> bool:
    async with context.database.reading("T1") as transaction:
        return await transaction.people.get(who.user_id) is not None
