"""Walks through blocks: finds the elements that a person can use, their labels, and adds the ids that Slack adds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.localslack.state.ids import Ids
from bot.localslack.state.world import Block


@dataclass(frozen=True, slots=True)
class Place:
    """An element in its block."""

    block: Block
    element: Block

    @property
    def block_id(self) -> str:
        """Slack's name for the block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The app's name for the element."""
        return str(self.element["action_id"])

    @property
    def address(self) -> str:
        """Both ids together, which are unique within a message or view."""
        return f"{self.block_id}/{self.action_id}"

    @property
    def label(self) -> str:
        """The words on a button or beside an input; "" for others."""
        words = self.element.get("text") or self.block.get("label") or {}
        return str(words.get("text", ""))

    @property
    def dispatches(self) -> bool:
        """Whether the app is told at once when it is used. Inputs wait for the submission unless they say otherwise."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def places(blocks: Sequence[Block]) -> Iterator[Place]:
    """Every interactive element, in reading order."""
    for block in blocks:
        accessory, single = block.get("accessory"), block.get("element")
        several = block.get("elements", ()) if block["type"] == "actions" else ()
        for element in (accessory, single, *several):
            if element and element["type"] != "image":
                yield Place(block, element)


def completed(blocks: Sequence[Block], ids: Ids) -> tuple[Block, ...]:
    """A copy of blocks as Slack keeps them: ids where the app gave none, and the defaults of text objects."""
    kept = [_spelled_out(block) for block in blocks]
    for block in kept:
        block["block_id"] = block.get("block_id") or ids.short()
        for place in places([block]):
            place.element["action_id"] = place.element.get("action_id") or ids.short()
    return tuple(kept)


def _spelled_out(part: Any) -> Any:
    """A copy with the fields that Slack adds to each text."""
    if isinstance(part, dict):
        kept = {name: _spelled_out(inner) for name, inner in part.items()}
        if kept.get("type") == "plain_text" and isinstance(kept.get("text"), str):
            kept.setdefault("emoji", True)
        elif kept.get("type") == "mrkdwn":
            kept.setdefault("verbatim", False)
        return kept
    return [_spelled_out(inner) for inner in part] if isinstance(part, list | tuple) else part
