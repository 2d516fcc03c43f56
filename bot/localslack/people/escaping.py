"""Escapes names and special characters in the text of a slash command that asks for it (`should_escape`), as Slack
does.
"""

import re

from bot.localslack.state.world import SlackWorkspace

NAME = re.compile(r"(?<![\w@#])([@#])([\w.\-]+)")


def escaped(text: str, workspace: SlackWorkspace) -> str:
    """The text with `@maria` and `#general` as `<@U1|maria>` and `<#C1|general>`, and & < > as entities; unknown names
    stay.
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return NAME.sub(lambda mention: _named(mention[1], mention[2], workspace), safe)


def _named(sign: str, name: str, workspace: SlackWorkspace) -> str:
    bare = name.rstrip(".-")
    rest = name[len(bare) :]
    if sign == "@":
        user = next((user for user in workspace.users.values() if user.name == bare and not user.deleted), None)
        return f"<@{user.id}|{user.name}>{rest}" if user else f"{sign}{name}"
    channel = next(
        (channel for channel in workspace.channels.values() if channel.name == bare and not channel.is_private), None
    )
    return f"<#{channel.id}|{channel.name}>{rest}" if channel else f"{sign}{name}"
