"""Long forms: their first fields, and a button that shows the rest, keeping everything typed so far."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action
from bot.blocks.notices import GIVEN_BACK
from content.models import Library

# Per kind of element: the key of its current value, and the key of its initial value.
HOLDS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
}


def collapsed(library: Library, first: Sequence[Block], rest: Sequence[Block], *, shows_all: bool) -> list[Block]:
    """The first fields, with the rest or the button for it. Filled fields are never hidden behind the button."""
    if shows_all:
        return [*first, *rest]
    return [*first, block_kit.actions(block_kit.button(library.say("common.more"), Action.MORE))]


def expanded(view: Mapping[str, Any], rest: Sequence[Block]) -> View:
    """An open form, as Slack sends it, with the rest of its fields in place of the button. Typed text is kept: Slack
    keeps it in fields that stay, and we also set it as their initial value.
    """
    there = {block.get("block_id") for block in view["blocks"]}
    values = (view.get("state") or {}).get("values") or {}
    blocks: list[Block] = []
    for block in view["blocks"]:
        if any(part.get("action_id") == Action.MORE for part in block.get("elements", ())):
            blocks += [field for field in rest if field.get("block_id") not in there]
        else:
            blocks.append(_filled(block, values))
    return {name: view[name] for name in GIVEN_BACK if view.get(name)} | {"blocks": blocks}


def _filled(block: Block, values: Mapping[str, Any]) -> Block:
    """A field with what was typed into it."""
    element = block.get("element") or {}
    state = values.get(str(block.get("block_id")), {}).get(element.get("action_id"))
    if state is None or element.get("type") not in HOLDS:
        return block
    held, initial = HOLDS[element["type"]]
    bare = {name: part for name, part in element.items() if name != initial}
    return block | {"element": bare | ({initial: state[held]} if state.get(held) else {})}
