"""Slack's mrkdwn as styled text for a terminal. Source: https://docs.slack.dev/messaging/formatting-message-text"""

import re
from collections.abc import Callable
from html import unescape

from rich.text import Text

Name = Callable[[str], str]

PIECE = re.compile(
    r"<(?P<link>[^<>\n]+)>"
    r"|```(?P<block>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>(?! )[^*\n]+(?<! ))\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^~\n]+)~(?!\w)",
    re.DOTALL,
)
STYLES = {"block": "cyan", "code": "cyan", "bold": "bold", "italic": "italic", "strike": "strike"}


def styled(text: str, name: Name, style: str = "") -> Text:
    """`text` in the styles of Slack; `name` gives "@maria" for a user id and "#sales" for a channel id."""
    drawn, at = Text(style=style), 0
    for match in PIECE.finditer(text):
        drawn.append(unescape(text[at : match.start()]))
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "link":
            drawn.append(_link(match["link"], name), "blue")
        elif kind == "block":
            drawn.append(f"\n{unescape(match[kind])}\n", STYLES[kind])
        elif kind == "code":
            drawn.append(unescape(match[kind]), STYLES[kind])
        else:
            drawn.append_text(styled(match[kind], name, STYLES[kind]))
    return drawn.append(unescape(text[at:]))


def _link(inside: str, name: Name) -> str:
    target, _, label = inside.partition("|")
    if target[:1] in "@#":
        return name(target[1:])
    return unescape(label or target.lstrip("!"))
