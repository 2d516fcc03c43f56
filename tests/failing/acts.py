"""What a person can do in a place: every button, menu and form in it, filled in where it asks for something."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.localslack import Client, PostedMessage, View
from bot.localslack.state.elements import Place, places
from tests.failing.filling import last_option, send
from tests.office import Office


@dataclass(frozen=True, slots=True)
class Act:
    """Something that one person does; there is only one with this `key`."""

    key: str
    handle: str
    do: Callable[[], Awaitable[Any]]

    @property
    def is_form(self) -> bool:
        """Whether it sends a form, which then has to stay open until it is saved."""
        return self.key.startswith("form ")


def acts_in(office: Office, handle: str, where: PostedMessage | View) -> Iterator[Act]:
    """Everything that can be done there."""
    client = office.as_(handle).client
    for place in places(where.blocks):
        kind = place.element["type"]
        if kind == "external_select":
            yield Act(f"menu {place.action_id}", handle, partial(client.suggest, where, place.address, "ger"))
        if place.dispatches and not place.element.get("url"):
            yield from _presses(client, where, place)
    if isinstance(where, View) and where.source.get("submit"):
        yield Act(f"form {where.callback_id}", handle, partial(send, office, client, where))


def _presses(client: Client, where: PostedMessage | View, place: Place) -> Iterator[Act]:
    kind, at, handle = place.element["type"], place.address, client.user.name
    if kind == "button":
        yield Act(f"press {place.action_id}", handle, partial(client.press, where, at))
    elif kind == "overflow":
        for option in place.element["options"]:
            label = option["text"]["text"]
            yield Act(f"press {place.action_id} {label}", handle, partial(client.press, where, at, label))
    else:
        value = "10:30" if kind == "timepicker" else "Germany" if kind == "external_select" else last_option(place)
        yield Act(f"press {place.action_id}", handle, partial(client.choose, where, at, value))
