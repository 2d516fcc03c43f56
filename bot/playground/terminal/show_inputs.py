"""Draws buttons, menus and inputs for a terminal."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from bot.localslack import View
from bot.localslack.state.forms import SEVERAL, SINGLE, options

Block = Mapping[str, Any]
Name = Callable[[str], str]
SHORT = 90  # characters of choices that fit in one line


def element(part: Block, *, brief: bool = False) -> Text:
    """A button as [Done], a menu as [Later ▾], with its choices unless `brief`."""
    if part["type"] == "button":
        return Text(f"[{part['text']['text']}]", "bold cyan")
    chosen = part.get("initial_option")
    label = chosen or part.get("placeholder")
    words = (label["text"]["text"] if chosen else label["text"]) if label else part["type"].replace("_", " ")
    choices = ", ".join(choice["text"]["text"] for choice in options(dict(part)))
    return Text(f"[{words} ▾]", "bold cyan").append(f" {choices}" if choices and not brief else "", "dim")


def control(block: Block, view: View | None, name: Name) -> RenderableType:
    """An input: its label and name, value, choices, hint and error."""
    part, block_id = block["element"], str(block["block_id"])
    optional = " (optional)" if block.get("optional") else ""
    lines = [Text(block["label"]["text"], "bold").append(f"  {block_id}{optional}", "dim")]
    value = current(part, view, block_id)
    chosen = value if isinstance(value, list) else [value]
    choices = [] if part["type"] == "external_select" else options(part)
    if choices:
        marks = ("◉", "○") if part["type"] == "radio_buttons" else ("▣", "▢")
        drawn = [f"{marks[choice['value'] not in chosen]} {choice['text']['text']}" for choice in choices]
        between = "  " if sum(map(len, drawn)) < SHORT else "\n  "
        lines.append(Text(f"  {between.join(drawn)}"))
    else:
        chosen = [shown(part, view, block_id)] if part["type"] == "external_select" else chosen
        lines.append(Text("  ▏").append(", ".join(name(str(value)) for value in chosen if value) or "…", "underline"))
    if block.get("hint"):
        lines.append(Text(f"  {block['hint']['text']}", "dim"))
    if view and block_id in view.errors:
        lines.append(Text(f"  {view.errors[block_id]}", "red"))
    return Group(*lines)


def shown(part: Block, view: View | None, block_id: str) -> str:
    """The label of what a searching menu shows."""
    values = view.values.get(block_id, {}) if view else {}
    option = values.get(part["action_id"], {}).get("selected_option") or part.get("initial_option")
    return str(option["text"]["text"]) if option else ""


def current(part: Block, view: View | None, block_id: str) -> Any:
    """The value of an input: text, an id or an option's value, or a list of them; None where it is empty."""
    key = (SINGLE.get(part["type"]) or SEVERAL.get(part["type"]) or ("", ""))[0]
    values = view.values.get(block_id, {}) if view else {}
    value = values.get(part["action_id"], {}).get(key)
    if key == "selected_options":
        return [choice["value"] for choice in value or ()]
    return value["value"] if value and key == "selected_option" else value
