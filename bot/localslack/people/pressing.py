"""Pressing buttons and choosing from menus, in messages, modals and the Home tab."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.localslack.app import payloads
from bot.localslack.people.suggesting import picked, suggestions
from bot.localslack.people.window import ActionOutcome, Window
from bot.localslack.state.elements import Place, places
from bot.localslack.state.errors import NotThere
from bot.localslack.state.forms import filled, initial, option
from bot.localslack.state.views import View
from bot.localslack.state.world import Block, PostedMessage

PRESSED = ("button", "overflow")


async def press(
    window: Window, where: PostedMessage | View, wanted: str, choice: str = "", *, sure: bool = True
) -> ActionOutcome:
    """Press the button of this action_id, label or value; of an overflow menu, `choice` is the option.

    `sure` is the answer to its confirmation, if it asks for one. Raises NotThere.
    """
    place = find(where, wanted, PRESSED)
    if "confirm" in place.element and not sure:
        return ActionOutcome()
    answer: dict[str, Any] = {}
    if place.element["type"] == "overflow":
        answer = {"selected_option": option(place.element, choice)}
    return await _dispatch(window, where, place, answer)


async def choose(window: Window, where: PostedMessage | View, wanted: str, value: Any) -> ActionOutcome:
    """Fill in or choose from a menu, picker or box. The app is told at once, unless the field waits for the
    submission.
    """
    place = find(where, wanted, ())
    state = filled(place.element, await picked(window, where, place, value))
    if isinstance(where, View):
        where = window.current(where)
        values = {block: dict(actions) for block, actions in where.values.items()}
        values.setdefault(place.block_id, {})[place.action_id] = state
        where = window.state.views.put(replace(where, values=values))
        window.state.changes.ring("modal")
    if not place.dispatches:
        return ActionOutcome()
    return await _dispatch(window, where, place, {key: item for key, item in state.items() if key != "type"})


async def suggest(window: Window, where: PostedMessage | View, wanted: str, typed: str) -> list[Block]:
    """What a searching menu offers for what was typed in it. Raises NotThere."""
    return await suggestions(window, where, find(where, wanted, ()), typed)


def find(where: PostedMessage | View, wanted: str, kinds: tuple[str, ...]) -> Place:
    """The element with this address, action_id, label, value or block_id. Raises NotThere, naming those that exist."""
    usable = [place for place in places(where.blocks) if not kinds or place.element["type"] in kinds]
    for name in ("address", "action_id", "label", "block_id"):
        for place in usable:
            if getattr(place, name) == wanted:
                return place
    for place in usable:
        if place.element.get("value") == wanted:
            return place
    there = ", ".join(f"{place.label or place.element['type']} ({place.action_id})" for place in usable)
    raise NotThere(f"There is no {wanted!r} here; there is only: {there or 'nothing to use'}.")


async def _dispatch(
    window: Window, where: PostedMessage | View, place: Place, answer: Mapping[str, Any]
) -> ActionOutcome:
    if isinstance(where, View):
        where = window.current(where)
        installation = window.app(where.app_id)
        view_id = where.id if where.type == "modal" else ""
        payload = payloads.interaction(window.state, installation, window.user, "block_actions", view_id)
        payload |= payloads.in_view(installation, where)
    else:
        installation = window.app(where.app_id)
        payload = payloads.interaction(window.state, installation, window.user, "block_actions")
        channel = window.workspace.channels[where.channel]
        payload |= payloads.in_message(where, channel, _values(where, place, answer))
        payload["response_url"] = window.url(installation, channel.id, where)
    payload["actions"] = [payloads.action(window.state, place, answer)]
    reply = await window.dispatcher.deliver(installation, "interactive", payload)
    if reply.payload:
        window.state.refuse("block_actions", f"Slack ignores the payload of this acknowledgement: {reply.payload}")
    if reply.failure:
        window.tell(f"{place.label or place.action_id}: {reply.failure}")
    return ActionOutcome(reply.failure, reply.payload)


def _values(message: PostedMessage, used: Place, answer: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The state of a message's menus, in which only the one that was used has changed."""
    values: dict[str, dict[str, Any]] = {}
    for place in places(message.blocks):
        state = initial(place.element)
        if state is not None:
            same = (place.block_id, place.action_id) == (used.block_id, used.action_id)
            values.setdefault(place.block_id, {})[place.action_id] = {**state, **answer} if same else state
    return values
