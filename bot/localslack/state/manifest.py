"""Reads an app manifest as strictly as Slack does. Source: https://docs.slack.dev/reference/app-manifest"""

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from bot.localslack.state.errors import BadManifest
from bot.localslack.state.manifest_schema import schema_faults

# The scope that each event needs; "" for none.
EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "grid_migration_finished": "",
    "grid_migration_started": "",
    "tokens_revoked": "",
    "team_access_granted": "",
    "team_access_revoked": "",
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "channel_left": "channels:read",
    "channel_shared": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "dnd_updated_user": "dnd:read",
}


@dataclass(frozen=True, slots=True)
class ManifestCommand:
    """A slash command; `should_escape` turns names in its text into ids."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool
    url: str


@dataclass(frozen=True, slots=True)
class ManifestShortcut:
    """A shortcut of the message menu (`type` message) or of the whole workspace (global)."""

    name: str
    type: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that an app declared; it can do nothing else."""

    name: str
    bot_name: str
    commands: Mapping[str, ManifestCommand]
    shortcuts: Mapping[str, ManifestShortcut]
    events: frozenset[str]
    _: KW_ONLY
    scopes: tuple[str, ...]
    socket_mode: bool
    interactive: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity_url: str
    options_url: str
    events_url: str
    token_rotation: bool = False


def read_manifest(source: Mapping[str, Any]) -> Manifest:
    """The parsed manifest. Raises BadManifest with a line for each fault."""
    if faults := [*schema_faults(source)]:
        raise BadManifest("\n".join(faults))
    features, settings = source.get("features", {}), source.get("settings", {})
    commands = [_command(entry) for entry in features.get("slash_commands", ())]
    shortcuts = [
        ManifestShortcut(shortcut["name"], shortcut["type"], shortcut["callback_id"])
        for shortcut in features.get("shortcuts", ())
    ]
    home, subscriptions = features.get("app_home", {}), settings.get("event_subscriptions", {})
    interactivity = settings.get("interactivity", {})
    name = source.get("display_information", {}).get("name", "")
    manifest = Manifest(
        name=name,
        bot_name=features.get("bot_user", {}).get("display_name", ""),
        commands={command.name: command for command in commands},
        shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
        events=frozenset(subscriptions.get("bot_events", ())),
        scopes=tuple(source.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        interactive=bool(interactivity.get("is_enabled", False)),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactivity_url=interactivity.get("request_url", ""),
        options_url=interactivity.get("message_menu_options_url", ""),
        events_url=subscriptions.get("request_url", ""),
        token_rotation=bool(settings.get("token_rotation_enabled", False)),
    )
    if faults := [*_faults(manifest), *_doubles(commands, shortcuts)]:
        raise BadManifest("\n".join(faults))
    return manifest


def _command(entry: Mapping[str, Any]) -> ManifestCommand:
    return ManifestCommand(
        entry.get("command", ""),
        entry.get("description", ""),
        entry.get("usage_hint", ""),
        bool(entry.get("should_escape", False)),
        entry.get("url", ""),
    )


def _faults(manifest: Manifest) -> Iterator[str]:
    if manifest.scopes and not manifest.bot_name:
        yield "Bot scopes need features.bot_user with a display_name."
    if (manifest.commands or manifest.shortcuts) and "commands" not in manifest.scopes:
        yield "Slash commands and shortcuts need the scope commands."
    if manifest.shortcuts and not manifest.interactive:
        yield "Shortcuts need settings.interactivity.is_enabled."
    for command in manifest.commands.values():
        if not command.name.startswith("/") or " " in command.name:
            yield f"The command {command.name!r} needs a slash and no space."
    for shortcut in manifest.shortcuts.values():
        if shortcut.type not in ("message", "global"):
            yield f"The shortcut {shortcut.callback_id} needs the type message or global."
    yield from _event_faults(manifest)


def _event_faults(manifest: Manifest) -> Iterator[str]:
    for event in sorted(manifest.events):
        if event not in EVENTS:
            yield f"The local Slack does not support the event {event}."
        elif EVENTS[event] and EVENTS[event] not in manifest.scopes:
            yield f"The event {event} needs the scope {EVENTS[event]}."


def _doubles(commands: list[ManifestCommand], shortcuts: list[ManifestShortcut]) -> Iterator[str]:
    names = [command.name for command in commands] + [shortcut.callback_id for shortcut in shortcuts]
    yield from (f"{name} is declared twice." for name in sorted(set(names)) if names.count(name) > 1)
