"""The Web API: every method that the local Slack knows. One missing here is refused loudly.

Tiers and arguments: https://docs.slack.dev/reference/methods
"""

from collections.abc import Mapping

from bot.localslack.api.methods import auth, chat, conversations, files, users, views
from bot.localslack.api.methods.call import Method

PAGE = ("cursor", "limit")
POST = (
    "text blocks attachments metadata thread_ts reply_broadcast mrkdwn parse link_names unfurl_links unfurl_media"
    " icon_emoji icon_url username markdown_text"
)
CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS: Mapping[str, Method] = {
    "auth.test": Method(auth.test, 0),
    "bots.info": Method(auth.bots_info, 3, ("users:read",), (), ("bot",)),
    "chat.postMessage": Method(chat.post_message, 0, ("chat:write",), ("channel",), tuple(POST.split())),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, ("chat:write",), ("channel", "user"), tuple(POST.split())),
    "chat.update": Method(
        chat.update, 3, ("chat:write",), ("channel", "ts"), ("text", "blocks", "attachments", "metadata", "parse")
    ),
    "chat.delete": Method(chat.delete, 3, ("chat:write",), ("channel", "ts")),
    "chat.getPermalink": Method(chat.permalink, 0, (), ("channel", "message_ts")),
    "views.open": Method(views.open_view, 4, (), ("trigger_id", "view")),
    "views.push": Method(views.push_view, 4, (), ("trigger_id", "view")),
    "views.update": Method(views.update_view, 4, (), ("view",), ("view_id", "external_id", "hash")),
    "views.publish": Method(views.publish_view, 4, (), ("user_id", "view"), ("hash",)),
    "files.getUploadURLExternal": Method(
        files.upload_url, 4, ("files:write",), ("filename", "length"), ("alt_txt", "snippet_type")
    ),
    "files.completeUploadExternal": Method(
        files.complete, 4, ("files:write",), ("files",), ("channel_id", "initial_comment", "thread_ts", "channels")
    ),
    "files.info": Method(files.info, 4, ("files:read",), ("file",), ("count", "page", "cursor", "limit")),
    "files.delete": Method(files.delete, 3, ("files:write",), ("file",)),
    "users.info": Method(users.info, 4, ("users:read",), ("user",), ("include_locale",)),
    "users.list": Method(users.listing, 2, ("users:read",), (), (*PAGE, "include_locale")),
    "users.lookupByEmail": Method(users.by_email, 3, ("users:read.email",), ("email",)),
    "users.conversations": Method(conversations.of_user, 3, CHANNELS, (), (*PAGE, "types", "user", "exclude_archived")),
    "dnd.info": Method(users.dnd_info, 3, ("dnd:read",), (), ("user", "team_id")),
    "dnd.teamInfo": Method(users.dnd_of_team, 2, ("dnd:read",), ("users",), ("team_id",)),
    "migration.exchange": Method(users.exchange, 2, (), ("users",), ("to_old",)),
    "conversations.info": Method(
        conversations.info, 3, CHANNELS, ("channel",), ("include_num_members", "include_locale")
    ),
    "conversations.members": Method(conversations.members, 4, CHANNELS, ("channel",), PAGE),
    "conversations.list": Method(conversations.listing, 2, CHANNELS, (), (*PAGE, "types", "exclude_archived")),
    "conversations.open": Method(
        conversations.opened, 3, ("im:write",), (), ("users", "channel", "return_im", "prevent_creation")
    ),
    "conversations.history": Method(
        conversations.history,
        3,
        HISTORY,
        ("channel",),
        (*PAGE, "oldest", "latest", "inclusive", "include_all_metadata"),
    ),
    "conversations.replies": Method(
        conversations.replies,
        3,
        HISTORY,
        ("channel", "ts"),
        (*PAGE, "oldest", "latest", "inclusive", "include_all_metadata"),
    ),
    "conversations.join": Method(conversations.join, 3, ("channels:join",), ("channel",)),
}
