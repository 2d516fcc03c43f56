"""How the form of a check-in is read."""

from typing import Any

import pytest

from bot.domain.checkins.checkins import CheckInDetails
from bot.errors import Problem
from handlers.views.checkins import details


def form(takeovers: str | None) -> dict[str, Any]:
    """The form as Slack sends it, with this in its number field and nothing elsewhere."""
    values = {
        "developed": {"developed": {"type": "multi_users_select", "selected_users": ["U2"]}},
        "pulled": {"pulled": {"type": "static_select", "selected_option": None}},
        "takeovers": {"takeovers": {"type": "number_input", "value": takeovers}},
        "if": {"if": {"type": "plain_text_input", "value": None}},
    }
    return {"state": {"values": values}}


@pytest.mark.parametrize(("typed", "number"), [(None, None), ("", None), ("0", 0), ("12", 12)])
def test_an_empty_number_is_none_and_nought_is_nought(typed: str | None, number: int | None) -> None:
    assert details(form(typed)) == CheckInDetails(("U2",), takeovers=number)


@pytest.mark.parametrize("typed", ["two", "1.5"])
def test_what_is_no_whole_number_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        details(form(typed))
    assert refused.value.field == "takeovers"
