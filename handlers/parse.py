"""Reads Slack's payloads: who asks, what was pressed, what was typed, where the message is."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.domain.people.people import Who
from bot.domain.people.slack_ids import PERSON_ID

Body = dict[str, Any]

# Where each kind of element keeps what was chosen; the others keep it in "value".
SELECTED = {
    "multi_users_select": "selected_users",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "file_input": "files",
}

# The subtypes of messages that people write: none, with a file, also sent to the conversation from a thread, or by /me.
# Source: https://docs.slack.dev/reference/events/message
WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def who(body: Body) -> Who:
    """Who sent this request.

    Where a whole organisation installed us, that is our workspace: its people's ids hold in all its teams, and Slack
    names any team or none with what one person does. In a channel shared with another company, where the app is
    installed comes before where the person is from: https://docs.slack.dev/apis/slack-connect/
    """
    event, view = body.get("event") or {}, body.get("view") or {}
    authorization = _authorization(body)
    candidates = (
        enterprise(body) if is_org(body) else None,
        view.get("app_installed_team_id"),
        _id(body.get("team")),
        authorization.get("team_id"),
        body.get("team_id"),
        body["user"].get("team_id") if isinstance(body.get("user"), dict) else None,
        view.get("team_id"),
        enterprise(body),
    )
    user = body.get("user_id") or _id(body.get("user")) or _id(event.get("user"))
    return Who(next((workspace_id for workspace_id in candidates if workspace_id), ""), user or "")


def enterprise(body: Body) -> str | None:
    """The organisation that the workspace belongs to, or None."""
    authorization = _authorization(body)
    enterprise_id = _id(body.get("enterprise")) or authorization.get("enterprise_id") or body.get("enterprise_id")
    return enterprise_id or None


def is_org(body: Body) -> bool:
    """Whether this comes from an installation of a whole organisation. A form says so in words."""
    is_org_install = (_authorization(body) or body).get("is_enterprise_install")
    return is_org_install is True or is_org_install == "true"


def sent_at(body: Body) -> datetime | None:
    """When an event happened (aware UTC), where Slack says so."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(seconds=1) if seconds else None


def is_echo(body: Body) -> bool:
    """Whether Slack tells of a message that nobody wrote to us just now: one of ours, of another app, or a change."""
    event = body.get("event") or {}
    is_written = not event.get("bot_id") and event.get("subtype") in WRITTEN
    return event.get("type") == "message" and not is_written


def request_key(body: Body) -> str:
    """What tells this request from every other of its workspace; the same when Slack delivers it twice."""
    if body.get("event_id"):
        return f"event {body['event_id']}"
    trigger = body.get("trigger_id")
    if body.get("actions"):
        return f"action {body['actions'][0].get('action_ts') or trigger}"
    return f"trigger {trigger}" if trigger else ""


def rename(body: Body, former: Mapping[str, str]) -> None:
    """Put current ids in place of former ones, in the payload itself, since others hold parts of it."""

    def renamed(part: Any) -> Any:
        if isinstance(part, str):
            return PERSON_ID.sub(lambda match: former.get(match[0], match[0]), part)
        if isinstance(part, dict):
            part |= {key: renamed(inner) for key, inner in part.items()}
        elif isinstance(part, list):
            part[:] = [renamed(inner) for inner in part]
        return part

    renamed(body)


def _authorization(body: Body) -> Body:
    authorizations = body.get("authorizations")
    return (
        authorizations[0]
        if isinstance(authorizations, list) and authorizations and isinstance(authorizations[0], dict)
        else {}
    )


def _id(resource: Any) -> str | None:
    identifier = resource.get("id") if isinstance(resource, dict) else resource
    return identifier if isinstance(identifier, str) else None


def value(body: Body) -> str:
    """What the pressed button carries, the chosen option's value, or the time that was picked."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or action.get("selected_time") or "")


def in_modal(body: Body) -> bool:
    """Whether something was pressed or submitted in a modal."""
    return bool((body.get("view") or {}).get("type") == "modal")


def in_home(body: Body) -> bool:
    """Whether something was pressed in the Home tab."""
    return bool((body.get("view") or {}).get("type") == "home")


def metadata(view: Body) -> dict[str, Any]:
    """What a modal carries in its private metadata, as `Answer.carry` wrote it."""
    carried: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return carried


def is_page_of_home(view: Body) -> bool:
    """Whether a modal is one that shows more of the Home tab, and asks for nothing."""
    return view.get("type") == "modal" and view.get("callback_id") == "notice" and bool(metadata(view).get("home"))


def typed(view: Body) -> dict[str, Any]:
    """What is in a modal's inputs, by block id: text, a value, a list of values, or None where nothing is."""
    values = (view.get("state") or {}).get("values") or {}
    return {block_id: _value(next(iter(elements.values()))) for block_id, elements in values.items() if elements}


def chosen_time(given: str | None) -> time | None:
    """The time in a time picker ("09:00"), or None where none was chosen."""
    return time.fromisoformat(given) if given else None


def _value(element: Body) -> Any:
    kind = element.get("type", "")
    if kind in {"static_select", "external_select", "radio_buttons"}:
        return (element.get("selected_option") or {}).get("value")
    if kind in {"checkboxes", "multi_static_select"}:
        return [option["value"] for option in element.get("selected_options") or []]
    return element.get(SELECTED.get(kind, "value"))


def origin(body: Body) -> dict[str, Any]:
    """Where a command or a press came from, to be carried through a modal in its metadata.

    An ephemeral message cannot be updated by its time; it is answered through its `response_url`.
    """
    view = body.get("view") or {}
    if in_home(body) or is_page_of_home(view):
        return {"home": True}
    container = body.get("container") or {}
    if container.get("message_ts") and not container.get("is_ephemeral"):
        return {"channel": container["channel_id"], "ts": container["message_ts"]}
    return {"respond": body.get("response_url"), "replace": bool(container.get("is_ephemeral"))}
