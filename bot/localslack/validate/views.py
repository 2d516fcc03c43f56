"""Checks modals and Home tabs as a whole."""

import json
from collections.abc import Mapping
from typing import Any

from bot.localslack.validate.blocks import check_blocks
from bot.localslack.validate.check import Check

MOST_BYTES = 250_000
SHARED = ("callback_id", "private_metadata", "external_id")
MODAL = ("submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")


def check_view(check: Check, view: Mapping[str, Any]) -> None:
    """Check a view of the surface in question."""
    check.at("type").one_of(view.get("type"), (check.surface,))
    if check.surface == "modal":
        check.fields(view, ("type", "title", "blocks"), (*SHARED, *MODAL))
    else:
        check.fields(view, ("type", "blocks"), SHARED)
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            check.at(name).plain(view[name], 24)
    for name, most in (("callback_id", 255), ("external_id", 255), ("private_metadata", 3000)):
        if view.get(name):
            check.at(name).words(view[name], most)
    for name in ("clear_on_close", "notify_on_close"):
        if name in view:
            check.at(name).flag(view[name])
    if "blocks" in view:
        check_blocks(check.at("blocks"), view["blocks"])
        _check_inputs(check, view)
    if too_large(view):
        check.say("must be less than 250 kB")


def too_large(view: Mapping[str, Any]) -> bool:
    """Whether Slack would answer view_too_large."""
    return len(json.dumps(view, ensure_ascii=False, default=str).encode()) > MOST_BYTES


def _row(block: Mapping[str, Any]) -> list[Any]:
    row = block.get("elements")
    return list(row) if isinstance(row, list | tuple) else []


def _check_inputs(check: Check, view: Mapping[str, Any]) -> None:
    blocks = [block for block in view["blocks"] if isinstance(block, Mapping)] if view["blocks"] else []
    inputs = [block for block in blocks if block.get("type") == "input"]
    if inputs and check.surface == "modal" and not view.get("submit"):
        check.say("a modal with input blocks needs submit")
    elements = [part for block in blocks for part in (block.get("element"), block.get("accessory"), *_row(block))]
    if sum(bool(part.get("focus_on_load")) for part in elements if isinstance(part, Mapping)) > 1:
        check.say("only one element can have focus_on_load")
