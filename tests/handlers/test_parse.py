"""Reading Slack's payloads."""

from typing import Any

import pytest

from bot.domain.people import Who
from handlers.parse import metadata, place, typed, value, who


@pytest.mark.parametrize(
    ("body", "user"),
    [
        pytest.param({"team_id": "T1", "user_id": "U1"}, "U1", id="a command"),
        pytest.param({"team": {"id": "T1"}, "user": {"id": "U1"}}, "U1", id="a click"),
        pytest.param({"team": None, "user": {"id": "U1", "team_id": "T1"}}, "U1", id="a click in an org-wide app"),
        pytest.param({"team_id": "T1", "event": {"user": "U1"}}, "U1", id="an event"),
        pytest.param({"team_id": "T1", "event": {"user": {"id": "U1"}}}, "U1", id="a changed user"),
        pytest.param({"enterprise": {"id": "T1"}, "user_id": "U1"}, "U1", id="an organisation without a team"),
    ],
)
def test_everyone_is_known_by_workspace_and_user(body: dict[str, Any], user: str) -> None:
    assert who(body) == Who("T1", user)


@pytest.mark.parametrize(
    ("element", "read"),
    [
        ({"type": "plain_text_input", "value": "hello"}, "hello"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "number_input", "value": "3"}, "3"),
        ({"type": "static_select", "selected_option": {"value": "a"}}, "a"),
        ({"type": "radio_buttons", "selected_option": None}, None),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"]),
        ({"type": "multi_users_select", "selected_users": ["U1"]}, ["U1"]),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "datepicker", "selected_date": "2026-10-19"}, "2026-10-19"),
        ({"type": "timepicker", "selected_time": "08:30"}, "08:30"),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
    ],
    ids=lambda part: part["type"] if isinstance(part, dict) else None,
)
def test_an_input_gives_what_was_typed_or_chosen(element: dict[str, Any], read: object) -> None:
    assert typed({"state": {"values": {"block": {"element": element}, "empty": {}}}}) == {"block": read}


def test_a_button_gives_its_value_and_its_place() -> None:
    body = {"actions": [{"value": "d1"}], "container": {"channel_id": "C1", "message_ts": "1.2"}}
    assert value(body) == "d1"
    assert metadata({"private_metadata": place(body)}) == {"channel": "C1", "ts": "1.2", "value": "d1"}


def test_a_menu_gives_its_option() -> None:
    assert value({"actions": [{"selected_option": {"value": "hour d1"}}]}) == "hour d1"
