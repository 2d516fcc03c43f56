"""Text that people wrote, shown as is: in blocks, in a sentence of ours, and in a notification."""

import re
from typing import Any

from bot.blocks.block_kit import Block, Message, escape, section, short

_READ = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
# What Slack treats as mrkdwn markup: these at the edge of a word, a backtick anywhere.
_SIGN = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
# Direction overrides and isolates (Unicode, UAX 9), with which a text could reverse what follows it.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_JOINER = "\u2060"  # invisible, and keeps an address or a quotation from starting


def inert(text: str) -> str:
    """`text` on one line, as part of a sentence: mrkdwn markup becomes look-alike characters, and no address becomes a
    link, even in a notification, which has no blocks. It cannot reverse the text that follows.
    """
    line = " ".join(text.translate(_TURNING).split()).replace("://", f":{_JOINER}//")
    line = f"{_JOINER}{line}" if line.startswith(">") else line
    return _SIGN.sub(lambda sign: sign[0].translate(_READ), line)


def unformatted(text: str) -> str:
    """The same for a sentence in mrkdwn, where `<!channel>` notifies nobody either."""
    return escape(inert(text))


def shown(message: Message) -> list[Block]:
    """The blocks of a message. A bare text gets a block of its own, since in a bare text Slack makes links of what
    people typed.
    """
    return list(message.blocks) or [section(message.text)]


def paragraph(text: str, label: str = "", limit: int = 3000) -> Block:
    """Text that a person wrote, as a paragraph that Slack does not parse as mrkdwn, after a bold `label` of ours."""
    words: list[Block] = [{"type": "text", "text": f"{label} ", "style": {"bold": True}}] if label else []
    words.append({"type": "text", "text": short(text, limit)})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}


def as_typed(part: Block) -> Block:
    """A block whose plain texts show exactly what somebody typed: `:tada:` does not become an emoji."""
    return {name: _as_typed(inner) for name, inner in part.items()}


def _as_typed(part: Any) -> Any:
    if isinstance(part, list):
        return [_as_typed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    typed = as_typed(part)
    return typed | {"emoji": False} if typed.get("type") == "plain_text" else typed
