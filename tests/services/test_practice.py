"""Which prompt somebody gets rests on the last self-check that still has scores."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.people import Person
from bot.domain.selfcheck import Scores, SelfCheck
from bot.services.practice import latest_scores
from bot.services.tools import Tools

NOW = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left_out", "scored"),
    [
        pytest.param("", Scores(65, 65, 65), id="every item answered"),
        pytest.param("lead-05", None, id="an item came later than the self-check"),
    ],
)
async def test_a_self_check_counts_where_it_answers_every_item_of_today(
    tools: Tools, left_out: str, scored: Scores | None
) -> None:
    answers = {item: 3 for item in tools.library.items if item != left_out}
    async with tools.database.transaction("T1") as memory:
        await memory.selfchecks.save(SelfCheck("s1", "U1", date(2026, 10, 19), NOW, answers))
        found = await latest_scores(memory, tools.library, Person("T1", "U1"))
    assert found == scored
