"""Builds the payloads that Slack sends to an app. Source: https://docs.slack.dev/reference/interaction-payloads"""

from collections.abc import Mapping
from typing import Any

from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.elements import Place
from bot.localslack.state.manifest import ManifestCommand
from bot.localslack.state.organisation import OF_THE_WHOLE, home_of
from bot.localslack.state.state import State
from bot.localslack.state.views import View
from bot.localslack.state.world import Channel, PostedMessage, User

TOKEN = "deprecated-verification-token"  # noqa: S105 - Slack still sends one; nobody may rely on it


def command(
    state: State, installation: AppInstallation, user: User, channel: Channel, entry: ManifestCommand, text: str
) -> dict[str, Any]:
    """A slash command, without its response URL."""
    workspace = state.workspaces[installation.workspace]
    name = "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name
    return {
        "token": TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": name,
        "user_id": user.id,
        "user_name": user.name,
        "command": entry.name,
        "text": text,
        "api_app_id": installation.app.id,
        **_in_form(state, installation),
        "trigger_id": state.triggers.issue(installation.app.id, workspace.id, user.id),
    }


def interaction(
    state: State, installation: AppInstallation, user: User, kind: str, view_id: str = ""
) -> dict[str, Any]:
    """The fields that every interaction has."""
    workspace, org = state.workspaces[installation.workspace], state.organisations.get(installation.org)
    home = home_of(state, workspace, user.id)
    return {
        "type": kind,
        "team": None if org else {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": home},
        "api_app_id": installation.app.id,
        "token": TOKEN,
        "trigger_id": state.triggers.issue(installation.app.id, workspace.id, user.id, view_id),
        "enterprise": org.shown() if org else None,
        "is_enterprise_install": org is not None,
    }


def in_message(message: PostedMessage, channel: Channel, values: Mapping[str, Any]) -> dict[str, Any]:
    """The place of a button in a message. An ephemeral message itself is not included."""
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    container["is_ephemeral"] = bool(message.ephemeral_to)  # type: ignore[assignment]  # the others are strings
    where = {"container": container, "channel": shown(channel), "state": {"values": values}}
    return where if message.ephemeral_to else where | {"message": message.as_dict()}


def in_view(installation: AppInstallation, view: View) -> dict[str, Any]:
    """The place of a button in a modal or Home tab."""
    return {"container": {"type": "view", "view_id": view.id}, "view": a_view(installation, view)}


def a_view(installation: AppInstallation, view: View) -> dict[str, Any]:
    """A view as it appears in an interaction; with an organisation's app it names the organisation."""
    return view.as_dict() | ({"app_installed_team_id": installation.org} if installation.org else {})


def action(state: State, place: Place, answer: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of `actions`: the element as it was used."""
    element = place.element
    base = {"type": element["type"], "action_id": place.action_id, "block_id": place.block_id}
    if element["type"] == "button":
        base |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    if "placeholder" in element:
        base["placeholder"] = element["placeholder"]
    return {**base, **answer, "action_ts": state.stamp()}


def shown(channel: Channel) -> dict[str, str]:
    """A channel as it appears in an interaction."""
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def event(state: State, installation: AppInstallation, body: Mapping[str, Any]) -> dict[str, Any]:
    """An event in its envelope."""
    org = installation.org or None
    authorization = {
        "enterprise_id": org,
        "team_id": None if org else installation.workspace,
        "user_id": installation.bot_user,
        "is_bot": True,
        "is_enterprise_install": org is not None,
    }
    where: dict[str, Any] = {"team_id": installation.workspace, "authorizations": [authorization]}
    if org and body["type"] in OF_THE_WHOLE:
        where = {"team_id": None}
    return {
        "token": TOKEN,
        **where,
        **({"enterprise_id": org} if org else {}),
        "context_team_id": installation.workspace,
        "context_enterprise_id": org,
        "api_app_id": installation.app.id,
        "event": dict(body),
        "type": "event_callback",
        "event_id": state.ids.next("Ev"),
        "event_time": int(state.now().timestamp()),
        "is_ext_shared_channel": False,
        "event_context": f"4-{state.ids.next('X')}",
    }


def _in_form(state: State, installation: AppInstallation) -> dict[str, str]:
    """A value as a form field: a command comes as a form, where even False is text."""
    org = state.organisations.get(installation.org)
    if org is None:
        return {"is_enterprise_install": "false"}
    return {"is_enterprise_install": "true", "enterprise_id": org.id, "enterprise_name": org.name}
