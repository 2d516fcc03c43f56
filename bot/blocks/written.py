"""What people wrote, shown as it is: in blocks, in a sentence of ours, and in a notification."""

import re
from typing import Any

from bot.blocks.block_kit import Block, Message, escape, section, short

_READ = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
# What Slack reads as a sign of mrkdwn: at the edge of a word, a backtick anywhere.
_SIGN = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
# Overrides and isolates of direction (Unicode, UAX 9), by which a text could turn what stands behind it around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_JOINER = "\u2060"  # not seen, and where it stands no address and no quotation begins


def inert(text: str) -> str:
    """`text` on one line, as a part of a sentence: its signs of mrkdwn become ones that look alike, and no address
    becomes a link, also in a notification, which knows no blocks. It turns nothing around that stands behind it.
    """
    line = " ".join(text.translate(_TURNING).split()).replace("://", f":{_JOINER}//")
    line = f"{_JOINER}{line}" if line.startswith(">") else line
    return _SIGN.sub(lambda sign: sign[0].translate(_READ), line)


def unformatted(text: str) -> str:
    """The same for a sentence in mrkdwn, where `<!channel>` rings nobody either."""
    return escape(inert(text))


def shown(message: Message) -> list[Block]:
    """The blocks of a message. A bare text gets one of its own: Slack makes links of what people typed in a text."""
    return list(message.blocks) or [section(message.text)]


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
