"""Choosing a programme: what it needs, when it begins, and that it can be dropped before then."""

from datetime import date, timedelta

import pytest

from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active

WEEK = date(2026, 10, 19)


async def test_a_programme_needs_the_daily_prompt_and_a_name_that_exists(
    services: Services, context: Context, directory: FakeDirectory, leader: Who
) -> None:
    with pytest.raises(Problem, match="stale"):
        await services.programmes.start(leader, "golf")
    with pytest.raises(Problem, match="stale"):
        await services.programmes.stop(leader, "no run")
    quiet = await active(services, context, directory.add("U5"), is_leader=True, prompt_at=None)
    with pytest.raises(Problem, match="no_prompt"):
        await services.programmes.start(quiet.who, "ask_first")


async def test_a_programme_chosen_on_a_thursday_begins_on_monday_and_can_be_dropped_before(
    services: Services, clock: MovableClock, leader: Who
) -> None:
    clock.move(days=3)
    facts = await services.programmes.start(leader, "ask_first")
    assert facts.run
    assert (facts.run.started_on, facts.number) == (WEEK + timedelta(weeks=1), 0)
    assert (await services.programmes.start(leader, "ask_first")).run == facts.run
    after = await services.programmes.stop(leader, facts.run.id)
    assert (after.run, after.stopped) == (None, facts.programme)
