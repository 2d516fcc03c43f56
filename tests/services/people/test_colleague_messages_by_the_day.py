"""How many messages a day colleagues can cause to somebody who takes part, whatever is deleted in the meantime."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.channels.channels import MOST_TOLD
from bot.domain.people.people import Who
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, FromColleagues
from bot.domain.ridealongs.facts import Reach
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.channels.channel_nudges import NINE
from tests.services.people.colleague import Colleague
from tests.services.people.stored_people import active

BOSS, TOM = Who("T1", "U1"), Who("T1", "U2")


@pytest.fixture(autouse=True)
async def people(services: Services, context: Context, directory: FakeDirectory) -> None:
    for who in (BOSS, TOM):
        await active(services, context, directory.add(who.user_id), is_leader=who == BOSS)


@pytest.mark.parametrize(("way", "kind"), [("plan", FromColleagues.NEWS), ("log", FromColleagues.QUESTIONS)])
async def test_who_rang_somebody_gains_nothing_by_deleting_their_data(
    services: Services, context: Context, clock: MovableClock, way: str, kind: FromColleagues
) -> None:
    colleague, reached = Colleague(services, clock), list[Reach]()
    for _ in range(2):
        for _ in range(MOST_A_DAY_FROM_COLLEAGUES[kind]):
            reached.append((await getattr(colleague, way)(BOSS)).reach)
        await services.privacy.forget(BOSS)
        await active(services, context, BOSS, is_leader=True)
    most = MOST_A_DAY_FROM_COLLEAGUES[kind]
    assert reached == [Reach.MESSAGES] * most + [Reach.UNTOLD] * most
    clock.move(days=1)
    assert (await getattr(colleague, way)(BOSS)).reach is Reach.MESSAGES


async def test_a_channel_is_told_no_more_often_in_other_time_zones(
    services: Services, directory: FakeDirectory, clock: MovableClock
) -> None:
    directory.add_channel("C1", BOSS)
    for number in range(MOST_TOLD):
        await services.channels.set_up(BOSS, replace(NINE, at=time(9, number)))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with pytest.raises(Problem, match="told_enough"):
            await services.channels.set_up(BOSS, replace(NINE, zone=zone))
    clock.move(days=1)
    _, changed = await services.channels.set_up(BOSS, replace(NINE, zone="Pacific/Kiritimati"))
    assert changed
