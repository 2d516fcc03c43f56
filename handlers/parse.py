"""Reads Slack's payloads: who asks, what was pressed, what was typed, where the message stands."""

import json
from typing import Any

from bot.domain.people import Who

Body = dict[str, Any]

# Where each kind of element keeps what was chosen; the others keep it in "value".
SELECTED = {
    "multi_users_select": "selected_users",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
}


def who(body: Body) -> Who:
    """Who sent this request; an org-wide install without a team is known by its enterprise."""
    event = body.get("event") or {}
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    user = body.get("user_id") or (body.get("user") or {}).get("id") or event.get("user") or ""
    return Who(team or enterprise or "", user if isinstance(user, str) else user["id"])


def value(body: Body) -> str:
    """What the pressed button carries, or the chosen option's value."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")


def place(body: Body) -> str:
    """Where the pressed message stands, to be carried through a modal in its metadata."""
    container = body.get("container") or {}
    found = {"channel": container.get("channel_id"), "ts": container.get("message_ts")}
    home = {"home": True} if (body.get("view") or {}).get("type") == "home" else {}
    return json.dumps(found | home | {"value": value(body)})


def metadata(view: Body) -> dict[str, Any]:
    """What a modal carries in its private metadata, as `place` and others wrote it."""
    found: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return found


def typed(view: Body) -> dict[str, Any]:
    """What stands in a modal's inputs, by block id: text, a value, a list of values, or None where nothing is."""
    values = (view.get("state") or {}).get("values") or {}
    return {block_id: _value(next(iter(elements.values()))) for block_id, elements in values.items() if elements}


def _value(element: Body) -> Any:
    kind = element.get("type", "")
    if kind in {"static_select", "radio_buttons"}:
        return (element.get("selected_option") or {}).get("value")
    if kind in {"checkboxes", "multi_static_select"}:
        return [option["value"] for option in element.get("selected_options") or []]
    return element.get(SELECTED.get(kind, "value"))
