"""Streaks as a person asks for them."""

from datetime import date

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.people.people import Position
from bot.domain.pictures import days_until
from bot.errors import Problem
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

WEEK = date(2026, 10, 19)


async def test_streaks_are_daily_for_everyone_and_weekly_for_the_person_who_checks_in(
    services: Services, directory: FakeDirectory, clock: MovableClock
) -> None:
    maria, tom = directory.add("U1"), directory.add("U2")
    await services.onboarding.position(maria, Position.LEADER)
    assert (await services.streaks.facts(tom)).weekly is None
    assert (await services.streaks.facts(maria)).weekly
    await services.checkins.answer(tom, WEEK, CheckInAnswer.LED)
    facts = await services.streaks.facts(tom)
    assert facts.weekly
    assert facts.weekly.length == 1
    assert tuple(on for on, _ in facts.half_year) == days_until(clock.now.date())
    with pytest.raises(Problem, match=r"permissions\.guest"):
        await services.streaks.facts(directory.add("U9", is_guest=True))
