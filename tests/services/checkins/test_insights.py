"""Insights: one's own, and nobody else's."""

from datetime import date, timedelta

import pytest

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory

WEEK = date(2026, 10, 19)


async def test_insights_are_ones_own(
    services: Services, context: Context, directory: FakeDirectory, leader: Who
) -> None:
    async with context.database.transaction("T1") as transaction:
        for number in range(5):
            week = WEEK - timedelta(weeks=number)
            await transaction.checkins.save(CheckIn("U1", week, CheckInAnswer.LED, context.clock(), takeovers=0))
    assert (await services.insights.facts(leader)).weeks == 5
    nora = directory.add("U3", "Nora", is_admin=True)
    assert (await services.insights.facts(nora)).insights == ()
    with pytest.raises(Problem, match="guest"):
        await services.insights.facts(directory.add("U8", is_guest=True))
