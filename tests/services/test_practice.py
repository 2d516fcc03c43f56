"""Which prompt somebody gets rests on the last self-check that still has scores."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.selfcheck import SelfCheck, focus_on, scores, theme_weights
from bot.services.practice import weights_of
from content.models import Library

NOW = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left_out", "counts"),
    [
        pytest.param("", True, id="every item answered"),
        pytest.param("lead-05", False, id="an item came later than the self-check"),
    ],
)
def test_a_self_check_counts_where_it_answers_every_item_of_today(
    library: Library, left_out: str, counts: bool
) -> None:
    items, today = library.items, date(2026, 10, 19)
    check = SelfCheck("s1", "U1", today, NOW, {item: 3 for item in items if item != left_out})
    found = weights_of(library, [check], today)
    if not counts:
        assert found == theme_weights(None)
        return
    focus = focus_on(check, items.values(), today)
    assert found == theme_weights(scores(check.answers, items.values()), focus)
    assert max(found.values()) == 8.0
