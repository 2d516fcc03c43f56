"""A workspace moves into an organisation, and its people get other ids.

What an app stored keeps its meaning: calls may name people by their former ids, and `migration.exchange` translates.
Sources: https://docs.slack.dev/reference/events/grid_migration_started and
https://docs.slack.dev/reference/methods/migration.exchange
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.localslack.state.organisation import Organisation, organisation_of
from bot.localslack.state.state import Event, State
from bot.localslack.state.world import SlackWorkspace


def begin(state: State, workspace: SlackWorkspace, org_id: str = "E1") -> None:
    """Tell the apps that the move has begun."""
    _tell(state, workspace, "grid_migration_started", org_id)


def finish(
    state: State, workspace: SlackWorkspace, new_ids: Mapping[str, str], org_id: str = "E1", *, tells: bool = True
) -> Organisation:
    """Put the workspace into an organisation, give its people `new_ids`, by their former ones, and tell the apps."""
    org = state.organisations[org_id] = Organisation(org_id, workspace.name, (workspace.id,))
    for former_id, user_id in new_ids.items():
        _rename(state, workspace, former_id, user_id)
    if tells:
        _tell(state, workspace, "grid_migration_finished", org_id)
    return org


def exchanged(state: State, workspace: SlackWorkspace, user_id: str, *, back: bool) -> str | None:
    """A person's other id: the new one, or the former one with `back`; the same id where they have no other."""
    if organisation_of(state, workspace.id) is None:
        return None
    other = {new: former for former, new in workspace.former_ids.items()} if back else workspace.former_ids
    return other.get(user_id, user_id)


def _rename(state: State, workspace: SlackWorkspace, former_id: str, user_id: str) -> None:
    workspace.former_ids[former_id] = user_id
    workspace.users[user_id] = replace(workspace.users.pop(former_id), id=user_id)
    for channel in list(workspace.channels.values()):
        if former_id in channel.members:
            members = tuple(user_id if member == former_id else member for member in channel.members)
            workspace.put_channel(replace(channel, members=members))
    for (bot_user, member), channel_id in list(workspace.dms.items()):
        if member == former_id:
            workspace.dms[bot_user, user_id] = workspace.dms.pop((bot_user, member))
            assert workspace.channels[channel_id].is_im
    for messages in workspace.messages.values():
        for message in list(messages.values()):
            if message.user == former_id:
                messages[message.ts] = replace(message, user=user_id)
    state.views.rename(workspace.id, former_id, user_id)


def _tell(state: State, workspace: SlackWorkspace, kind: str, org_id: str) -> None:
    state.hear(Event(workspace.id, kind, {"type": kind, "enterprise_id": org_id, "event_ts": state.stamp()}))
    state.changes.ring("world")
