"""Reading Slack's payloads."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.domain.people.people import Who
from handlers.parse import (
    chosen_time,
    enterprise,
    in_home,
    in_modal,
    is_echo,
    is_page_of_home,
    metadata,
    origin,
    rename,
    request_key,
    sent_at,
    typed,
    value,
    who,
)


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


def test_of_what_slack_names_the_place_where_the_app_is_comes_first() -> None:
    """In a channel that two companies share, Slack names the other one too."""
    body: dict[str, Any] = {"enterprise_id": "E1", "user": {"id": "U1"}}
    named = []
    for wider in (
        {},
        {"view": {"team_id": "TVIEW"}},
        {"user": {"id": "U1", "team_id": "TUSER"}},
        {"team_id": "TBODY"},
        {"authorizations": [{"team_id": "TGIVEN", "is_enterprise_install": False}]},
        {"team": {"id": "TTEAM"}},
        {"view": {"team_id": "TVIEW", "app_installed_team_id": "TAPP"}},
        {"authorizations": [{"enterprise_id": "EAPP", "is_enterprise_install": True}]},
    ):
        body |= wider
        named.append(who(body).workspace_id)
    assert named == ["E1", "TVIEW", "TUSER", "TBODY", "TGIVEN", "TTEAM", "TAPP", "EAPP"]


@pytest.mark.parametrize("given", [None, "E1", [], ["E1"], {"enterprise_id": "E1"}, ({"enterprise_id": "E1"},)])
def test_what_has_no_shape_of_slacks_names_nobody(given: object) -> None:
    assert who({"authorizations": given, "team": {"id": 1}, "user": {"id": ["U1"]}}) == Who("", "")
    assert enterprise({"authorizations": given, "enterprise": {"id": 1}, "enterprise_id": ""}) is None
    assert who({"team_id": "T1", "user": "U1"}) == Who("T1", "U1")


@pytest.mark.parametrize(
    ("event", "is_so"),
    [
        ({"type": "message", "user": "U1", "text": "hello"}, False),
        ({"type": "message", "user": "U1", "bot_id": "B1"}, True),
        ({"type": "message", "user": "U1", "subtype": "message_changed"}, True),
        ({"type": "message", "user": "U1", "subtype": "file_share"}, False),
        ({"type": "message", "user": "U1", "bot_id": "B1", "subtype": "file_share"}, True),
        ({"type": "message", "user": "U1", "subtype": "thread_broadcast"}, False),
        ({"type": "app_home_opened", "user": "U1", "bot_id": "B1", "subtype": "x"}, False),
        (None, False),
    ],
)
def test_a_message_that_nobody_wrote_just_now_is_an_echo(event: dict[str, str] | None, is_so: bool) -> None:
    assert is_echo({"event": event}) is is_so


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"event_id": "Ev1", "trigger_id": "t"}, "event Ev1"),
        ({"actions": [{"action_ts": "1.2"}], "trigger_id": "t"}, "action 1.2"),
        ({"actions": [{}], "trigger_id": "t"}, "action t"),
        ({"trigger_id": "t"}, "trigger t"),
        ({}, ""),
    ],
)
def test_each_request_has_a_key_by_which_it_is_known_again(body: dict[str, Any], key: str) -> None:
    assert request_key(body) == key


def test_an_event_happened_within_the_second_that_slack_names() -> None:
    assert sent_at({"event_time": 1_760_875_200}) == datetime(2025, 10, 19, 12, 0, 1, tzinfo=UTC)
    assert sent_at({}) is None


def test_where_something_was_pressed() -> None:
    places = [{"view": {"type": "home"}}, {"view": {"type": "modal"}}, {}]
    assert [in_home(body) for body in places] == [True, False, False]
    assert [in_modal(body) for body in places] == [False, True, False]
    page = {"type": "modal", "callback_id": "notice", "private_metadata": '{"home": true}'}
    assert metadata(page) == {"home": True}
    assert metadata({}) == {}
    assert is_page_of_home(page)
    for other in ({"type": "home"}, {"callback_id": "form"}, {"private_metadata": ""}, {"private_metadata": "{}"}):
        assert not is_page_of_home(page | other)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"view": {"type": "home"}, "container": {"message_ts": "1.2"}}, {"home": True}),
        ({"view": {"type": "modal", "callback_id": "notice", "private_metadata": '{"home": true}'}}, {"home": True}),
        ({"container": {"message_ts": "1.2", "channel_id": "C1"}}, {"channel": "C1", "ts": "1.2"}),
        (
            {"container": {"message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True}, "response_url": "url"},
            {"respond": "url", "replace": True},
        ),
        ({"response_url": "url"}, {"respond": "url", "replace": False}),
    ],
    ids=["Home", "a page of it", "a message", "only seen by them", "a command"],
)
def test_where_the_answer_goes(body: dict[str, Any], place: dict[str, Any]) -> None:
    assert origin(body) == place


@pytest.mark.parametrize(
    ("element", "read"),
    [
        ({"type": "plain_text_input", "value": "hello"}, "hello"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "number_input", "value": "3"}, "3"),
        ({"type": "static_select", "selected_option": {"value": "a"}}, "a"),
        ({"type": "external_select", "selected_option": {"value": "a"}}, "a"),
        ({"type": "radio_buttons", "selected_option": {"value": "a"}}, "a"),
        ({"type": "radio_buttons", "selected_option": None}, None),
        ({"type": "multi_static_select", "selected_options": [{"value": "a"}]}, ["a"]),
        ({"type": "checkboxes", "selected_options": None}, []),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"]),
        ({"type": "multi_users_select", "selected_users": ["U1"]}, ["U1"]),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "datepicker", "selected_date": "2026-10-19"}, "2026-10-19"),
        ({"type": "timepicker", "selected_time": "08:30"}, "08:30"),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
        ({"type": "file_input", "files": [{"id": "F1"}]}, [{"id": "F1"}]),
    ],
    ids=lambda part: part["type"] if isinstance(part, dict) else None,
)
def test_an_input_gives_what_was_typed_or_chosen(element: dict[str, Any], read: object) -> None:
    assert typed({"state": {"values": {"block": {"element": element}, "empty": {}}}}) == {"block": read}


@pytest.mark.parametrize("view", [{}, {"state": None}, {"state": {}}, {"state": {"values": None}}])
def test_a_form_without_inputs_gives_nothing(view: dict[str, Any]) -> None:
    assert typed(view) == {}


def test_a_time_that_was_chosen_is_one() -> None:
    assert chosen_time("09:30") == time(9, 30)
    assert chosen_time(None) is None


def test_a_button_gives_its_value() -> None:
    assert value({"actions": [{"value": "d1"}]}) == "d1"
    assert value({"actions": [{"selected_option": None}]}) == ""


def test_a_time_picker_gives_its_time() -> None:
    assert value({"actions": [{"selected_time": "09:00"}]}) == "09:00"


def test_a_menu_gives_its_option() -> None:
    assert value({"actions": [{"selected_option": {"value": "hour d1"}}]}) == "hour d1"


def test_former_ids_are_read_as_the_ones_that_hold_now_wherever_they_stand() -> None:
    event = {"user": "U1", "text": "with <@U2> and U22, but not xU1x"}
    body: dict[str, Any] = {"user": {"id": "U1"}, "event": event, "actions": [{"value": "U2 2", "users": ["U1", "U3"]}]}
    body |= {"event_time": 1, "is_ext_shared": False, "view": None}
    rename(body, {"U1": "W1", "U2": "W2"})
    assert body["event"] is event, "Bolt hands out parts of the payload, which have to change as well"
    assert body == {
        "user": {"id": "W1"},
        "event": {"user": "W1", "text": "with <@W2> and U22, but not xU1x"},
        "actions": [{"value": "W2 2", "users": ["W1", "U3"]}],
        "event_time": 1,
        "is_ext_shared": False,
        "view": None,
    }
