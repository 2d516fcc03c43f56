"""Asks for the fields of an open form one after another, as a person would fill it in."""

from collections.abc import Awaitable, Callable

from rich.console import Console

from bot.localslack import View
from bot.localslack.state.elements import places
from bot.playground.terminal.show import Painter
from bot.playground.terminal.show_inputs import control

Ask = Callable[[str], Awaitable[str | None]]


async def ask_for_answers(view: View, painter: Painter, console: Console, ask: Ask) -> dict[str, str]:
    """The text typed for each field, by block_id; a field left empty keeps its value."""
    answers: dict[str, str] = {}
    for place in places(view.blocks):
        if place.block["type"] != "input":
            continue
        console.print(control(place.block, view, painter.name), highlight=False)
        typed = await ask("  Enter keeps it › ")
        if typed is None:
            break
        if typed.strip():
            answers[place.block_id] = typed.strip()
    return answers
