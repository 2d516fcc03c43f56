"""What an app manifest may hold: its fields, and how long their texts and lists may be.

Sources: https://docs.slack.dev/reference/app-manifest and https://github.com/slackapi/manifest-schema
"""

from collections.abc import Iterator, Mapping
from typing import Any

ONE = "[]"  # in a path: an entry of the list
FIELDS: Mapping[str, str] = {
    "": "_metadata display_information features oauth_config settings",
    "_metadata": "major_version minor_version",
    "display_information": "name description long_description background_color",
    "features": "app_home bot_user shortcuts slash_commands unfurl_domains",
    "features.app_home": "home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled",
    "features.bot_user": "display_name always_online",
    "features.shortcuts[]": "name type callback_id description",
    "features.slash_commands[]": "command description usage_hint should_escape url",
    "oauth_config": "redirect_urls scopes",
    "oauth_config.scopes": "bot user",
    "settings": "allowed_ip_address_ranges event_subscriptions interactivity org_deploy_enabled socket_mode_enabled"
    " token_rotation_enabled",
    "settings.event_subscriptions": "bot_events user_events request_url",
    "settings.interactivity": "is_enabled request_url message_menu_options_url",
}
REQUIRED: Mapping[str, str] = {
    "": "display_information",
    "display_information": "name",
    "features.bot_user": "display_name",
    "features.shortcuts[]": "name type callback_id description",
    "features.slash_commands[]": "command description",
    "settings.interactivity": "is_enabled",
}
LENGTHS: Mapping[str, tuple[int, int]] = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "display_information.background_color": (4, 7),
    "features.bot_user.display_name": (1, 80),
    "features.shortcuts": (1, 10),
    "features.shortcuts[].name": (1, 24),
    "features.shortcuts[].callback_id": (1, 255),
    "features.shortcuts[].description": (1, 150),
    "features.slash_commands": (1, 50),
    "features.slash_commands[].command": (2, 32),
    "features.slash_commands[].description": (1, 2000),
    "features.slash_commands[].usage_hint": (1, 1000),
    "features.slash_commands[].url": (1, 3000),
    "oauth_config.scopes.bot": (0, 255),
    "oauth_config.scopes.bot[]": (1, 50),
    "settings.event_subscriptions.bot_events": (0, 100),
    "settings.event_subscriptions.bot_events[]": (1, 50),
    "settings.event_subscriptions.request_url": (1, 3500),
    "settings.interactivity.request_url": (1, 3500),
    "settings.interactivity.message_menu_options_url": (1, 3500),
}


def schema_faults(part: Any, path: str = "") -> Iterator[str]:
    """A line for each field that Slack does not know or misses, and for each text or list of the wrong length."""
    if isinstance(part, str | list | tuple) and path in LENGTHS:
        least, most = LENGTHS[path]
        if not least <= len(part) <= most:
            kind = "characters" if isinstance(part, str) else "entries"
            yield f"{path} needs {least} to {most} {kind}; it has {len(part)}."
    if isinstance(part, Mapping):
        for name in sorted({*REQUIRED.get(path, "").split()} - {*part}):
            yield f"{_below(path, name)} is missing."
        for name, inner in part.items():
            if path in FIELDS and name not in FIELDS[path].split():
                yield f"{_below(path, name)} is not a field of a manifest."
            yield from schema_faults(inner, _below(path, name))
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from schema_faults(inner, path + ONE)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
