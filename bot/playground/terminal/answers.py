"""Converts typed text into the values of fields: names into ids, commas into lists."""

from collections.abc import Mapping
from typing import Any

from bot.localslack import SlackWorkspace, View
from bot.localslack.state.elements import places
from bot.localslack.state.forms import SEVERAL
from bot.playground.terminal.typed import Misread, split_list

PEOPLE = {"users_select", "multi_users_select"}
CHANNELS = {"conversations_select", "channels_select", "multi_conversations_select", "multi_channels_select"}


def fitted(view: View, workspace: SlackWorkspace, answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers as the modal's fields take them, by block_id. Raises Misread for a field that is not there."""
    fields = [place for place in places(view.blocks) if place.block["type"] == "input"]
    values: dict[str, Any] = {}
    for name, text in answers.items():
        place = next((field for field in fields if name.lower() in (field.block_id.lower(), field.label.lower())), None)
        if place is None:
            there = ", ".join(f"`{field.block_id}` ({field.label})" for field in fields)
            raise Misread(f"The form has no field “{name}”. It has: {there or 'none'}.")
        kind = place.element["type"]
        if kind in SEVERAL:
            values[place.block_id] = [_one(workspace, kind, part) for part in split_list(text)]
        else:
            values[place.block_id] = _one(workspace, kind, text)
    return values


def _one(workspace: SlackWorkspace, kind: str, text: str) -> str:
    if kind in PEOPLE and text:
        user = workspace.user(text.lower())
        if user is None:
            raise Misread(f"Nobody here is called {text}. Type `people` to see who is.")
        return user.id
    if kind in CHANNELS and text:
        channel = workspace.channel(text.lower())
        if channel is None:
            raise Misread(f"There is no channel {text} here.")
        return channel.id
    return text
