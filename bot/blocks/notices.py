"""A sentence that answers a press when there is no message to reply to."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action
from bot.blocks.written import shown
from content.models import Library

PROBLEM = "problem "  # prefix of the id of the block that says what went wrong
LONGEST_VALUE = 2000  # characters of a button's value, in Slack
GIVEN_BACK = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "clear_on_close",
    "notify_on_close",
)


def notice_modal(library: Library, text: str) -> View:
    """A small modal that shows `text` and closes."""
    return read_only(library, "common.app", [block_kit.section(block_kit.escape(text))])


def shown_modal(library: Library, message: Message) -> View:
    """A modal that shows a message and closes."""
    return read_only(library, "common.app", shown(message))


def read_only(library: Library, title: str, blocks: Sequence[Block]) -> View:
    """A modal without a form, under the title with this key."""
    return block_kit.modal("notice", library.say(title), blocks, close=library.say("common.close"))


def with_problem(view: Mapping[str, Any], text: str) -> View:
    """A submitted form, as Slack sends it, with `text` above it: Slack shows errors only at inputs."""
    blocks = [block for block in view.get("blocks") or () if not str(block.get("block_id")).startswith(PROBLEM)]
    said = block_kit.section(block_kit.escape(text), block_id=f"{PROBLEM}{sent_as(view)}")
    return {name: view[name] for name in GIVEN_BACK if view.get(name)} | {"blocks": [said, *blocks]}


def sent_as(view: Mapping[str, Any]) -> str:
    """The hash that a form was first sent with: text added above it changes the hash, but it is the same form."""
    for block in view.get("blocks") or ():
        if str(block.get("block_id")).startswith(PROBLEM):
            return str(block["block_id"]).removeprefix(PROBLEM)
    return str(view.get("hash"))


def form_again(library: Library, typed: str, *, is_shortcut: bool = False) -> Message:
    """The answer when a form did not open in time: after a command, a button that opens it with what was `typed`; after
    a shortcut, a request to press it again.
    """
    if not typed:
        return Message(library.say(f"errors.form.{'shortcut' if is_shortcut else 'press'}"), ())
    if len(typed) > LONGEST_VALUE:
        text = library.say("errors.form.type")
        return Message(text, (block_kit.section(text), block_kit.quote(typed)))
    text = library.say("errors.form.typed")
    button = block_kit.button(library.say("errors.form.open"), Action.FORM_AGAIN, typed)
    return Message(text, (block_kit.section(text), block_kit.actions(button)))


def home_unavailable(library: Library, text: str) -> View:
    """The Home tab if nothing can be loaded."""
    return {"type": "home", "blocks": [block_kit.header(library.say("common.app")), block_kit.section(text)]}
