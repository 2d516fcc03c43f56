"""Checks blocks: which surface allows which, what they may hold, and what must be unique."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.localslack.validate.charts import check_chart, check_table
from bot.localslack.validate.check import Check
from bot.localslack.validate.elements import check_element, check_image
from bot.localslack.validate.rich import check_rich_text

Block = Mapping[str, Any]
MOST = {"message": 50, "modal": 100, "home": 100}
MOST_OF_A_KIND = {"data_visualization": 2, "data_table": 1}
EVERYWHERE = ("message", "modal", "home")


@dataclass(frozen=True, slots=True)
class BlockKind:
    """One block type: the surfaces that allow it, its own fields, and the check of their values."""

    surfaces: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    check: Callable[[Check, Block], None]


def check_section(check: Check, block: Block) -> None:
    """Check a section: text, fields and one accessory."""
    if "text" not in block and "fields" not in block:
        check.say("needs text or fields")
    if "text" in block:
        check.at("text").text(block["text"], 3000)
    if "fields" in block and check.at("fields").listing(block["fields"], 1, 10):
        for index, words in enumerate(block["fields"]):
            check.at("fields", index).text(words, 2000)
    if "accessory" in block:
        check_element(check.at("accessory"), block["accessory"], "section")


def check_header(check: Check, block: Block) -> None:
    """Check a headline."""
    check.at("text").plain(block.get("text"), 150)


def check_context(check: Check, block: Block) -> None:
    """Check small print and small pictures."""
    if not check.at("elements").listing(block.get("elements"), 1, 10):
        return
    for index, part in enumerate(block["elements"]):
        here = check.at("elements", index)
        if isinstance(part, Mapping) and part.get("type") == "image":
            check_element(here, part, "context")
        else:
            here.text(part, 3000)


def check_actions(check: Check, block: Block) -> None:
    """Check a row of buttons and menus."""
    if not check.at("elements").listing(block.get("elements"), 1, 25):
        return
    for index, element in enumerate(block["elements"]):
        check_element(check.at("elements", index), element, "actions")
    named = [
        element.get("action_id")
        for element in block["elements"]
        if isinstance(element, Mapping) and element.get("action_id")
    ]
    for name in _doubles(named):
        check.at("elements").say(f"action_id {name!r} is used twice in one block")


def check_input(check: Check, block: Block) -> None:
    """Check an input: a label, a field and a hint."""
    check.at("label").plain(block.get("label"), 2000)
    check_element(check.at("element"), block.get("element"), "input")
    if "hint" in block:
        check.at("hint").plain(block["hint"], 2000)
    for name in ("optional", "dispatch_action"):
        if name in block:
            check.at(name).flag(block[name])


def check_picture(check: Check, block: Block) -> None:
    """Check an image block."""
    check_image(check, block)
    if "title" in block:
        check.at("title").plain(block["title"], 2000)


def check_markdown(check: Check, block: Block) -> None:
    """Check a block of standard Markdown."""
    check.at("text").words(block.get("text"), 12_000)


def check_nothing(_check: Check, _block: Block) -> None:
    """Check nothing: a divider has no values."""


KINDS: Mapping[str, BlockKind] = {
    "section": BlockKind(EVERYWHERE, (), ("text", "fields", "accessory", "expand"), check_section),
    "actions": BlockKind(EVERYWHERE, ("elements",), (), check_actions),
    "context": BlockKind(EVERYWHERE, ("elements",), (), check_context),
    "divider": BlockKind(EVERYWHERE, (), (), check_nothing),
    "header": BlockKind(EVERYWHERE, ("text",), (), check_header),
    "input": BlockKind(EVERYWHERE, ("label", "element"), ("hint", "optional", "dispatch_action"), check_input),
    "image": BlockKind(EVERYWHERE, ("alt_text",), ("image_url", "slack_file", "title"), check_picture),
    "rich_text": BlockKind(EVERYWHERE, ("elements",), (), check_rich_text),
    "markdown": BlockKind(("message",), ("text",), (), check_markdown),
    "data_visualization": BlockKind(("message", "home"), ("title", "chart"), (), check_chart),
    "data_table": BlockKind(("message",), ("caption", "rows"), ("page_size", "row_header_column_index"), check_table),
}


def check_blocks(check: Check, blocks: Any) -> None:
    """Check all blocks of a message or view together."""
    if not check.listing(blocks, 1 if check.surface == "modal" else 0, MOST[check.surface]):
        return
    for index, block in enumerate(blocks):
        check_block(check.at(index), block)
    good = [block for block in blocks if isinstance(block, Mapping)]
    for name in _doubles([block["block_id"] for block in good if block.get("block_id")]):
        check.say(f"block_id {name!r} is used twice")
    for kind, most in MOST_OF_A_KIND.items():
        if sum(block.get("type") == kind for block in good) > most:
            check.say(f"no more than {most} of type {kind} are allowed here")
    if sum(len(str(block.get("text"))) for block in good if block.get("type") == "markdown") > 12_000:
        check.say("markdown blocks together must be less than 12001 characters")


def check_block(check: Check, block: Any) -> None:
    """Check one block."""
    if not check.mapping(block):
        return
    kind = KINDS.get(str(block.get("type")))
    if kind is None:
        check.at("type").say(f"unknown block type: {block.get('type')!r}")
        return
    if check.surface not in kind.surfaces:
        check.say(f"a {block['type']} block is not allowed in a {check.surface}")
    check.fields(block, ("type", *kind.required), ("block_id", *kind.optional))
    if "block_id" in block:
        check.at("block_id").words(block["block_id"], 255)
    kind.check(check, block)


def _doubles(names: Sequence[Any]) -> list[Any]:
    return [name for name, count in Counter(map(str, names)).items() if count > 1]
