"""Slack's mrkdwn as safe HTML. Source: https://docs.slack.dev/messaging/formatting-message-text"""

import re
from collections.abc import Callable
from html import unescape

from markupsafe import Markup, escape

from bot.playground.page.emoji import pictured
from bot.playground.terminal.mrkdwn import PIECE

Name = Callable[[str], str]
SHAPES = {
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
    "code": Markup("<code>{}</code>"),
    "block": Markup("<pre>{}</pre>"),
}
QUOTED = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)


def marked(text: str, name: Name) -> Markup:
    """`text` as HTML, as Slack draws it: lines that begin with > are a quotation; `name` gives "@maria" for an id."""
    markup, quoted = Markup(), False
    for run in _runs(text):
        quoted = bool(QUOTED.match(run))
        inside = _inline(QUOTED.sub("", run) if quoted else run, name)
        markup += Markup("<blockquote>{}</blockquote>").format(inside) if quoted else inside
    return markup


def words(text: str) -> Markup:
    """Plain words with their line ends and emoji."""
    return Markup("<br>").join(escape(pictured(line)) for line in text.split("\n"))


def mention(shown: str) -> Markup:
    """A person's or channel's name, highlighted as in Slack."""
    return Markup('<span class="mention">{}</span>').format(shown)


def _runs(text: str) -> list[str]:
    """Runs of neighbouring lines that are all quoted, or all not."""
    runs: list[list[str]] = []
    last: bool | None = None
    for line in text.split("\n"):
        quoted = bool(QUOTED.match(line))
        if quoted != last:
            runs.append([])
        runs[-1].append(line)
        last = quoted
    return ["\n".join(run) for run in runs]


def _inline(text: str, name: Name) -> Markup:
    markup, at = Markup(), 0
    for match in PIECE.finditer(text):
        markup += words(unescape(text[at : match.start()]))
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "link":
            markup += _link(match["link"], name)
        elif kind in {"block", "code"}:
            markup += SHAPES[kind].format(unescape(match[kind]))
        else:
            markup += SHAPES[kind].format(_inline(match[kind], name))
    return markup + words(unescape(text[at:]))


def _link(inside: str, name: Name) -> Markup:
    target, _, label = inside.partition("|")
    if target[:1] in "@#":
        return mention(name(target[1:]))
    if target.startswith("!date^"):
        return words(unescape(label))
    if target.startswith("!"):
        return mention("@" + unescape(label or target[1:]).lstrip("@"))
    return anchor(unescape(target), unescape(label or target))


def anchor(url: str, label: str) -> Markup:
    """A link that opens in a new tab; anything that is not a web or mail address stays plain text."""
    if not url.startswith(("http://", "https://", "mailto:")):
        return words(label)
    return Markup('<a href="{}" target="_blank" rel="noreferrer noopener">{}</a>').format(url, label)
