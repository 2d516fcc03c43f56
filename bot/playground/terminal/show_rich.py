"""Draws the block `rich_text` for a terminal. Source:
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable, Mapping
from typing import Any

from rich.text import Text

Name = Callable[[str], str]


def rich_text(block: Mapping[str, Any], name: Name) -> Text:
    """A rich_text block: paragraphs, quotations behind a bar, and lists."""
    return Text("\n").join(_part(part, name) for part in block["elements"])


def _part(part: Mapping[str, Any], name: Name) -> Text:
    kind = part["type"]
    if kind == "rich_text_list":
        ordered = part.get("style") == "ordered"
        items = enumerate(part["elements"], start=1)
        return Text("\n").join(
            Text(f"{number}. " if ordered else "• ").append_text(_part(item, name)) for number, item in items
        )
    words = Text().join(_word(word, name) for word in part["elements"])
    if kind == "rich_text_quote":
        return Text("\n").join(Text("▌ ", "dim").append_text(line) for line in words.split("\n"))
    return words


def _word(part: Mapping[str, Any], name: Name) -> Text:
    match part["type"]:
        case "user" | "channel":
            return Text(name(part[f"{part['type']}_id"]), "blue")
        case "link":
            return Text(part.get("text") or part["url"], "blue")
        case "emoji":
            return Text(f":{part['name']}:")
    style = " ".join(name for name, on in (part.get("style") or {}).items() if on and name in {"bold", "italic"})
    return Text(part.get("text", ""), style)
