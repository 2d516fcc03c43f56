"""Every OAuth scope of the bot with its reason, and the methods and events that need it; a test proves that none is
unused.

Sources: https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/events
"""

from collections.abc import Mapping

SCOPES: Mapping[str, str] = {
    "commands": "For the slash commands, and for the shortcut on a message.",
    "chat:write": "To send, change and delete our own messages, to people and in channels that we were invited to.",
    "users:read": "To know a person's name, time zone, whether they are an admin or a guest, and that they left.",
    "channels:read": "To see that a public channel exists, and that we and the person setting it up are in it.",
    "groups:read": "The same for private channels that we were invited to.",
    "im:write": "To open the direct message in which we look for a message whose confirmation was lost.",
    "im:history": "To find that message there, instead of sending it twice, to delete our messages there with "
    "somebody's data, and to read what you write to the app.",
    "dnd:read": "To send nothing unprompted while somebody has set Slack not to disturb them.",
    "files:write": "To send you the files that you ask for, and to store the pictures that only you see.",
    "files:read": "To know when Slack is ready to show such a picture.",
    "channels:history": "To find such a message in a public channel that we were invited to.",
    "groups:history": "To find such a message in a private channel that we were invited to.",
}

_READS_CHANNELS = ("channels:read", "groups:read")

# Web API methods that the code calls, each with the scopes that it needs for the conversations we call it with.
METHODS: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # its scope, connections:write, belongs to the app-level token
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.postMessage": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.info": _READS_CHANNELS,
    "conversations.members": _READS_CHANNELS,
    "conversations.open": ("im:write",),
    "dnd.info": ("dnd:read",),
    "dnd.teamInfo": ("dnd:read",),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

# Events, each with the scope that Slack asks for; the others need none.
EVENTS: Mapping[str, str] = {
    "channel_shared": "channels:read",  # of private channels: groups:read
    "message.im": "im:history",
    "user_change": "users:read",
}
NO_SCOPE = frozenset(
    {
        "app_home_opened",
        "app_uninstalled",
        "grid_migration_finished",
        "grid_migration_started",
        "team_access_granted",
        "team_access_revoked",
        "tokens_revoked",
    }
)
