"""What the two see of their ride-alongs: the next ones, the series, and whether the other gets our messages."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.people.people import PersonStatus, Who
from bot.domain.ridealongs.facts import Reach
from bot.domain.time.schedule import Pause
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.ridealongs.planned_calls import DRAFT

pytestmark = pytest.mark.usefixtures("maria_leads", "tom_in_new_york")


async def test_upcoming_is_ones_own_and_earliest_first(services: Services, maria: Who, tom: Who) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 19)))
    assert [facts.ride.id for facts in (await services.ridealongs.upcoming(tom)).rides] == ["R2", "R1"]


async def test_history_names_the_person_and_shows_the_newest_first(
    services: Services, directory: FakeDirectory, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 21)))
    await services.ridealongs.plan(maria, "R3", replace(DRAFT, other_id=directory.add("U4").user_id))
    series = await services.ridealongs.history(maria, "<@U2|tom>")
    assert [facts.ride.id for facts in series.rides] == ["R2", "R1"]
    for text in ("", "tom", "<@U1|maria>"):
        with pytest.raises(Problem, match="whose_history"):
            await services.ridealongs.history(maria, text)
    with pytest.raises(Problem, match="guest"):
        await services.ridealongs.history(directory.add("UGUEST", is_guest=True), "<@U2>")


@pytest.mark.parametrize(
    ("status", "pause", "reach"),
    [
        (PersonStatus.NEW, None, Reach.MESSAGES),
        (PersonStatus.STOPPED, None, Reach.QUIET),
        (PersonStatus.GONE, None, Reach.GONE),
        (PersonStatus.ACTIVE, Pause(date(2026, 10, 19)), Reach.QUIET),
    ],
)
async def test_the_planner_is_told_where_the_other_hears_nothing(
    services: Services,
    context: Context,
    directory: FakeDirectory,
    maria: Who,
    tom: Who,
    status: PersonStatus,
    pause: Pause | None,
    reach: Reach,
) -> None:
    directory.profiles[tom] = replace(directory.profiles[tom], is_gone=status is PersonStatus.GONE)
    async with context.database.transaction("T1") as transaction:
        person = await transaction.people.get("U2")
        assert person
        await transaction.people.save(replace(person, status=status))
        if pause:
            await transaction.people.pause("U2", pause)
    facts = await services.ridealongs.plan(maria, "R1", DRAFT)
    assert facts.reach is reach
