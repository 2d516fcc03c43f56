"""Escapes names, addresses and special characters in what people type, as Slack does: in messages, and in the text of a
slash command that asks for it (`should_escape`).

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re

from bot.localslack.state.world import SlackWorkspace

NAME = re.compile(r"(?<![\w@#])([@#])([\w.\-]+)")
ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)]")


def escaped(text: str, workspace: SlackWorkspace) -> str:
    """The text of a command with `@maria` and `#general` as `<@U1|maria>` and `<#C1|general>`, addresses in angle
    brackets, and & < > as entities; unknown names stay.
    """
    return _escaped(text, workspace, with_names=True)


def escaped_message(text: str, workspace: SlackWorkspace) -> str:
    """The same for a message, in which mentions of people carry no name."""
    return _escaped(text, workspace, with_names=False)


def _escaped(text: str, workspace: SlackWorkspace, *, with_names: bool) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = ADDRESS.sub(lambda address: f"<{address[0]}>", safe)
    return NAME.sub(lambda name: _named(name[1], name[2], workspace, with_names=with_names), linked)


def _named(sign: str, name: str, workspace: SlackWorkspace, *, with_names: bool) -> str:
    bare = name.rstrip(".-")
    rest = name[len(bare) :]
    if sign == "@":
        user = next((user for user in workspace.users.values() if user.name == bare and not user.deleted), None)
        label = f"|{user.name}" if user and with_names else ""
        return f"<@{user.id}{label}>{rest}" if user else f"{sign}{name}"
    channel = next(
        (channel for channel in workspace.channels.values() if channel.name == bare and not channel.is_private), None
    )
    return f"<#{channel.id}|{channel.name}>{rest}" if channel else f"{sign}{name}"
