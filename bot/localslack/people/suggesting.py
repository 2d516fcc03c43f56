"""Typing in a menu that searches: the app is asked for matches, and the person picks one.

Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
"""

from collections.abc import Mapping
from typing import Any

from bot.localslack.app import payloads
from bot.localslack.people.window import Window
from bot.localslack.state.elements import Place
from bot.localslack.state.errors import NotThere
from bot.localslack.state.forms import options
from bot.localslack.state.views import View
from bot.localslack.state.world import Block, PostedMessage
from bot.localslack.validate.check import Check
from bot.localslack.validate.options import check_suggestions

SEARCHES = "external_select"
LEAST = 3  # characters before Slack asks, where the element does not say otherwise


async def suggestions(window: Window, where: PostedMessage | View, place: Place, typed: str) -> list[Block]:
    """What the app offers for what was typed in the menu, with the labels of groups left out; [] where it fails.

    Slack asks only once as many characters are typed as the element says.
    """
    if len(typed) < place.element.get("min_query_length", LEAST):
        return []
    installation = window.app(where.app_id)
    payload = payloads.interaction(window.state, installation, window.user, "block_suggestion")
    del payload["trigger_id"]
    payload |= {"action_id": place.action_id, "block_id": place.block_id, "value": typed}
    if isinstance(where, View):
        payload |= payloads.in_view(installation, window.current(where))
    else:
        payload |= payloads.in_message(where, window.workspace.channels[where.channel], {})
    reply = await window.dispatcher.deliver(installation, "interactive", payload)
    answer = reply.payload or {}
    check = Check("modal")
    check_suggestions(check, answer)
    if reply.failure or check.problems:
        faults = "; ".join(str(problem) for problem in check.problems)
        window.state.refuse("block_suggestion", f"Slack shows no choices: {reply.failure or faults}")
        return []
    return options(answer)


async def picked(window: Window, where: PostedMessage | View, place: Place, wanted: Any) -> Any:
    """What is in the element after `wanted` was typed and picked: in a searching menu, the option of that value or
    label, else the first one offered; in a file input, the files with these names and bytes. For any other element,
    `wanted` is returned as it is. Raises NotThere.
    """
    if place.element["type"] == "file_input":
        return [window.state.files.upload(window.state.ids, window.state.origin, *file) for file in wanted or ()]
    if place.element["type"] != SEARCHES or wanted in (None, "") or isinstance(wanted, Mapping):
        return wanted
    offered = [*options(place.element), *await suggestions(window, where, place, str(wanted))]
    for choice in offered:
        if wanted in (choice["value"], choice["text"]["text"]):
            return choice
    fresh = [choice for choice in offered if choice != place.element.get("initial_option")]
    if not fresh:
        raise NotThere(f"The app offers no choices for {wanted!r}.")
    return fresh[0]
