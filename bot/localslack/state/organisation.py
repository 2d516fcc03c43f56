"""Enterprise Grid: an organisation over several workspaces, and an app that it installed for all of them at once.

One token, one bot user, and user ids that hold in every workspace. Which workspace such a token means follows from what
the call is about; methods that list things ask for `team_id`. Sources: https://docs.slack.dev/enterprise/ and
https://docs.slack.dev/reference/methods/conversations.list
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.errors import SlackError
from bot.localslack.state.state import Event, State
from bot.localslack.state.world import SlackWorkspace, User

NO_ACCESS = "team_access_not_granted"
LISTS = {"conversations.list", "users.list", "users.conversations"}
# Slack sends these to the organisation, and names no workspace.
OF_THE_WHOLE = {"app_uninstalled", "tokens_revoked", "team_access_granted", "team_access_revoked"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and its workspaces."""

    id: str
    name: str
    workspaces: tuple[str, ...]

    def shown(self) -> dict[str, str]:
        """The organisation as it appears in payloads."""
        return {"id": self.id, "name": self.name}


def organisation_of(state: State, workspace_id: str) -> Organisation | None:
    """The organisation that a workspace belongs to."""
    return next(
        (organisation for organisation in state.organisations.values() if workspace_id in organisation.workspaces), None
    )


def home_of(state: State, workspace: SlackWorkspace, user_id: str) -> str:
    """The workspace that Slack names as a person's own, wherever in their organisation they are."""
    org = organisation_of(state, workspace.id)
    inside = [
        workspace_id
        for workspace_id in (org.workspaces if org else ())
        if user_id in state.workspaces[workspace_id].users
    ]
    return inside[0] if inside else workspace.id


def enterprise_user(state: State, user: User, workspace_id: str) -> dict[str, Any]:
    """The `enterprise_user` part of a person; empty where there is no organisation."""
    org = organisation_of(state, workspace_id)
    if org is None:
        return {}
    teams = [workspace for workspace in org.workspaces if user.id in state.workspaces[workspace].users]
    about = {"id": user.id, "enterprise_id": org.id, "enterprise_name": org.name, "teams": teams}
    return {"enterprise_user": about | {"is_admin": user.is_org_admin, "is_owner": False}}


def install(state: State, app: App, org: Organisation) -> list[AppInstallation]:
    """Install an app in every workspace of an organisation at once; the first installation stands for all."""
    first = state.install(app, org.workspaces[0])
    first.org = org.id
    bot = state.workspaces[first.workspace].users[first.bot_user]
    made = [first]
    for workspace_id in org.workspaces[1:]:
        state.workspaces[workspace_id].users[bot.id] = bot
        made.append(
            AppInstallation(
                app, workspace_id, bot.id, first.bot_id, first.scopes, bot_token=first.bot_token, org=org.id
            )
        )
    state.installations += made[1:]
    return made


def take_out(state: State, org: Organisation, workspace_id: str) -> None:
    """Take the organisation's apps out of one of its workspaces, and tell them.

    Source: https://docs.slack.dev/reference/events/team_access_revoked
    """
    for app_installation in _inside(state, org, workspace_id):
        _tell(state, app_installation, "team_access_revoked")
        app_installation.dead = NO_ACCESS
        state.views.forget(app_installation.workspace, app_installation.app.id)


def let_in(state: State, org: Organisation, workspace_id: str) -> None:
    """Put the apps back, and tell them: https://docs.slack.dev/reference/events/team_access_granted"""
    for app_installation in _inside(state, org, workspace_id):
        if app_installation.dead == NO_ACCESS:
            app_installation.dead = ""
            _tell(state, app_installation, "team_access_granted")


def _inside(state: State, org: Organisation, workspace_id: str) -> list[AppInstallation]:
    return [
        installation
        for installation in state.installations
        if (installation.org, installation.workspace) == (org.id, workspace_id)
    ]


def _tell(state: State, installation: AppInstallation, kind: str) -> None:
    body = {"type": kind, "team_ids": [installation.workspace], "event_ts": state.stamp()}
    state.hear(Event(installation.workspace, kind, body, app_id=installation.app.id))


def meant(
    state: State, installations: Sequence[AppInstallation], method: str, args: Mapping[str, Any]
) -> AppInstallation:
    """The installation, and so the workspace, that a call with an organisation's token is about; if several fit, one
    that the app is in. Raises SlackError.
    """
    installations = sorted(installations, key=lambda installation: installation.dead == NO_ACCESS)
    if method in LISTS:
        wanted = str(args.get("team_id") or "")
        if not wanted:
            raise SlackError("missing_argument", arg="team_id")
        if chosen := next((installation for installation in installations if installation.workspace == wanted), None):
            return chosen
        raise SlackError(NO_ACCESS)
    # Other methods ignore `team_id`. Bolt always sends one, in a form even the organisation's id.
    return next(
        (installation for installation in installations if _is_about(state, installation, args)), installations[0]
    )


def _is_about(state: State, installation: AppInstallation, args: Mapping[str, Any]) -> bool:
    workspace = state.workspaces[installation.workspace]
    if trigger := args.get("trigger_id"):
        return state.triggers.workspace(str(trigger)) == workspace.id
    if view := args.get("view_id"):
        return state.views.find(installation, str(view)) is not None
    named = {str(args[name]) for name in ("channel", "user", "user_id", "users") if args.get(name)}
    return bool(named & {*workspace.users, *workspace.channels})
