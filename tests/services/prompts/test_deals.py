"""What people say of deals that ended, and how many of them in a day."""

from datetime import timedelta

import pytest

from bot.domain.people.people import Who
from bot.domain.prompts.deals import DealOutcome
from bot.errors import Problem
from bot.services.prompts.deals import MOST_A_DAY
from bot.services.services import Services
from tests.fakes import MovableClock


async def test_a_day_has_an_end_and_the_next_begins_anew(services: Services, maria: Who, clock: MovableClock) -> None:
    for _ in range(MOST_A_DAY):
        await services.deals.ended(maria, DealOutcome.WON)
        clock.now += timedelta(seconds=1)
    with pytest.raises(Problem, match="too_many_today"):
        await services.deals.ended(maria, DealOutcome.LOST)
    clock.now += timedelta(days=1)
    assert (await services.deals.ended(maria, DealOutcome.LOST)).outcome is DealOutcome.LOST
