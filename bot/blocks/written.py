"""What people of an organisation wrote, shown as it is: in blocks, and in a notification."""

from typing import Any

from bot.blocks.block_kit import Block, escape, short

_READ = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})


def unformatted(text: str) -> str:
    """`text` for a notification: its signs of mrkdwn become ones that look alike, and no address becomes a link.

    A notification knows no blocks, and Slack reads its text as mrkdwn whatever we say.
    """
    return escape(text.translate(_READ).replace("://", ":// "))


def paragraph(text: str, label: str = "", limit: int = 3000) -> Block:
    """What a person wrote, as a paragraph that Slack does not read as mrkdwn; after a `label` of ours in bold."""
    words: list[Block] = [{"type": "text", "text": f"{label} ", "style": {"bold": True}}] if label else []
    words.append({"type": "text", "text": short(text, limit)})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}


def as_typed(part: Block) -> Block:
    """A block whose plain texts show what somebody typed letter by letter: `:tada:` becomes no picture."""
    return {name: _as_typed(inner) for name, inner in part.items()}


def _as_typed(part: Any) -> Any:
    if isinstance(part, list):
        return [_as_typed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    typed = as_typed(part)
    return typed | {"emoji": False} if typed.get("type") == "plain_text" else typed
