"""Checks rich_text: sections, lists, quotes and code, made of words, links and mentions."""

from collections.abc import Mapping
from typing import Any

from bot.localslack.validate.check import Check

LEAVES: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "link": ("url",),
    "emoji": ("name",),
    "user": ("user_id",),
    "usergroup": ("usergroup_id",),
    "channel": ("channel_id",),
    "broadcast": ("range",),
    "date": ("timestamp", "format"),
    "color": ("value",),
}
LEAF_EXTRAS = ("style", "text", "unsafe", "unicode", "url", "fallback", "skin_tone")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "rich_text_section": (),
    "rich_text_list": ("style", "indent", "offset", "border"),
    "rich_text_quote": ("border",),
    "rich_text_preformatted": ("border", "language"),
}


def check_rich_text(check: Check, block: Mapping[str, Any]) -> None:
    """Check a rich_text block."""
    if not check.at("elements").listing(block.get("elements"), 1, 1000):
        return
    for index, group in enumerate(block["elements"]):
        _check_group(check.at("elements", index), group)


def _check_group(check: Check, group: Any) -> None:
    if not check.mapping(group):
        return
    kind = str(group.get("type"))
    if kind not in GROUPS:
        check.at("type").say(f"unknown rich text element: {kind!r}")
        return
    check.fields(group, ("type", "elements"), GROUPS[kind])
    if kind == "rich_text_list":
        check.at("style").one_of(group.get("style"), ("bullet", "ordered"))
    if not check.at("elements").listing(group.get("elements"), 1, 1000):
        return
    for index, part in enumerate(group["elements"]):
        here = check.at("elements", index)
        if kind == "rich_text_list":
            _check_group(here, part)
        else:
            _check_leaf(here, part)


def _check_leaf(check: Check, leaf: Any) -> None:
    if not check.mapping(leaf):
        return
    kind = str(leaf.get("type"))
    if kind not in LEAVES:
        check.at("type").say(f"unknown rich text element: {kind!r}")
        return
    check.fields(leaf, ("type", *LEAVES[kind]), LEAF_EXTRAS)
    if kind == "text":
        check.at("text").words(leaf.get("text"), 12_000)
