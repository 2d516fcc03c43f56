"""Makes the Slack app manifest from the registries: only what is registered is requested.

Source: https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.errors import SetupError
from bot.slack.scopes import SCOPES
from content.models import Library
from handlers.command import Command
from handlers.events import EVENTS
from handlers.shortcuts import SHORTCUTS

COLOUR = "#1f3a5f"


def manifest(
    commands: Sequence[Command],
    library: Library,
    *,
    events: Iterable[str] = tuple(EVENTS),
    shortcuts: Iterable[str] = tuple(SHORTCUTS),
    scopes: Mapping[str, str] = SCOPES,
) -> dict[str, Any]:
    """The manifest for "create app from manifest", for Socket Mode. Raises KeyError for a missing word."""
    features = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            # Typing must stay possible in the Messages tab, since slash commands can be typed anywhere.
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": library.say("common.app"), "always_online": True},
        "shortcuts": [_shortcut(callback_id, library) for callback_id in shortcuts],
        "slash_commands": [_command(command, library) for command in commands],
    }
    settings = {
        "event_subscriptions": {"bot_events": sorted(events)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": True,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": library.say("common.app"),
            "description": library.say("manifest.description"),
            "long_description": library.say("manifest.long_description"),
            "background_color": COLOUR,
        },
        "features": {name: part for name, part in features.items() if part},
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": settings,
    }


def require_site(url: str) -> None:
    """Raise SetupError unless `url` is a scheme and a host, as PUBLIC_URL has to be."""
    if not url.startswith(("https://", "http://")):
        raise SetupError(f"--url needs a scheme. Did you mean --url https://{url} ?")
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SetupError(f"--url is without a path. Did you mean --url {parts.scheme}://{parts.netloc} ?")


def over_http(made: dict[str, Any], url: str) -> dict[str, Any]:
    """The manifest `made`, changed for requests that come over HTTP to `url`, such as https://chair.example.com."""
    address = f"{url.rstrip('/')}/slack/events"
    features, settings = made["features"], made["settings"]
    commands = [command | {"url": address} for command in features["slash_commands"]]
    here = {"request_url": address}
    return made | {
        "features": features | {"slash_commands": commands},
        "settings": settings
        | {"event_subscriptions": settings["event_subscriptions"] | here}
        | {"interactivity": settings["interactivity"] | here | {"message_menu_options_url": address}}
        | {"socket_mode_enabled": False},
    }


def _command(command: Command, library: Library) -> dict[str, Any]:
    forms = [command.usage] if command.run is not None and command.usage else []
    forms += [" ".join(filter(None, (sub.name, sub.usage))) for sub in command.subcommands]
    hint = {"usage_hint": " | ".join(forms)} if forms else {}
    description = library.say(f"manifest.commands.{command.key}")
    return {"command": command.name, "description": description} | hint | {"should_escape": True}


def _shortcut(callback_id: str, library: Library) -> dict[str, str]:
    name, description = (library.say(f"manifest.shortcuts.{callback_id}.{part}") for part in ("name", "description"))
    return {"name": name, "type": "message", "callback_id": str(callback_id), "description": description}
