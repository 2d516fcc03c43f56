"""Maria, her team, and her own view of the week, which the other view answers."""

import pytest

from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.services.context import Context
from bot.services.services import Services
from content.models import Library
from tests.fakes import FakeDirectory
from tests.services.ridealongs.planned_calls import start
from tests.services.selfchecks.rounds import TEAM


@pytest.fixture
def yes(library: Library) -> dict[str, str | None]:
    return dict.fromkeys(library.items, "yes")


@pytest.fixture
async def team(services: Services, context: Context, directory: FakeDirectory, maria_leads: None) -> None:
    """Maria leads three salespeople who accepted, and one who has not answered."""
    await start(services, context, *(directory.add(one) for one in (*TEAM, "U5")))
    async with context.database.transaction("T1") as transaction:
        for one in TEAM:
            await transaction.teams.save(TeamMember("U1", one, Membership.ACCEPTED))
        await transaction.teams.save(TeamMember("U1", "U5"))


@pytest.fixture
async def check(team: None, services: Services, maria: Who, library: Library) -> SelfCheckForm:
    """Maria's own view of the week: each with half of them or more."""
    form = await services.selfchecks.start(maria)
    await services.selfchecks.save(maria, form, dict.fromkeys(library.items, "most"))
    return form
