"""Reading Slack's payloads."""

from typing import Any

import pytest

from bot.domain.people.people import Who
from handlers.parse import rename, typed, value, who


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


WHOLE = {"enterprise": {"id": "E1"}, "is_enterprise_install": True}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"team": None, "user": {"id": "U1", "team_id": "T1"}} | WHOLE, id="a click"),
        pytest.param(
            {"team": None, "user": {"id": "U1", "team_id": "T1"}}
            | {"view": {"team_id": "T2", "app_installed_team_id": "E1"}}
            | WHOLE,
            id="a form",
        ),
        pytest.param(
            {"team_id": "T2", "user_id": "U1", "enterprise_id": "E1", "is_enterprise_install": "true"}, id="a command"
        ),
        pytest.param(
            {"team_id": "T1", "enterprise_id": "E1", "event": {"user": "U1"}}
            | {"authorizations": [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]},
            id="an event",
        ),
        pytest.param({"enterprise_id": "E1", "event": {"user": "U1"}}, id="an event about the whole organisation"),
    ],
)
def test_in_an_organisation_it_does_not_matter_which_team_slack_names(body: dict[str, Any]) -> None:
    assert who(body) == Who("E1", "U1")


@pytest.mark.parametrize("said", ["false", False, None])
def test_a_workspaces_own_installation_is_its_own_inside_an_organisation_too(said: object) -> None:
    body = {"team_id": "T1", "user_id": "U1", "enterprise_id": "E1", "is_enterprise_install": said}
    assert who(body) == Who("T1", "U1")
    given = [{"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": False}]
    assert who({"team_id": "T1", "event": {"user": "U1"}, "authorizations": given}) == Who("T1", "U1")


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


def test_a_button_gives_its_value() -> None:
    assert value({"actions": [{"value": "d1"}]}) == "d1"


def test_a_menu_gives_its_option() -> None:
    assert value({"actions": [{"selected_option": {"value": "hour d1"}}]}) == "hour d1"


def test_former_ids_are_read_as_the_ones_that_hold_now_wherever_they_stand() -> None:
    event = {"user": "U1", "text": "with <@U2> and U22, but not xU1x"}
    body: dict[str, Any] = {"user": {"id": "U1"}, "event": event, "actions": [{"value": "U2 2", "users": ["U1", "U3"]}]}
    rename(body, {"U1": "W1", "U2": "W2"})
    assert body["event"] is event, "Bolt hands out parts of the payload, which have to change as well"
    assert body == {
        "user": {"id": "W1"},
        "event": {"user": "W1", "text": "with <@W2> and U22, but not xU1x"},
        "actions": [{"value": "W2 2", "users": ["W1", "U3"]}],
    }
