"""What somebody reads on the local Slack, as text."""

import re

from bot.localslack import PostedMessage, View


def of(thing: PostedMessage | View | None) -> str:
    """Everything that it says; ids that Slack makes up for blocks without one are left out, since nobody sees them."""
    return "" if thing is None else re.sub(r"'auto\d+'", "", f"{getattr(thing, 'text', '')} {thing.blocks}")


def said(thing: PostedMessage | View | None) -> str:
    """The blocks of something that must be there."""
    assert thing is not None
    return str(thing.blocks)


def labels(message: PostedMessage) -> list[str]:
    """The labels on the buttons and menus of a message, in order."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row if "text" in element]


def last(messages: list[PostedMessage], words: str) -> PostedMessage:
    """The newest message with these words."""
    return [message for message in messages if words in said(message) + message.text][-1]
