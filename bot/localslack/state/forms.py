"""The state of input elements as Slack reports it, and the answers that Slack's window refuses."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from bot.localslack.state.errors import NotThere
from bot.localslack.state.world import Block

# element type -> (key of the answer in `state.values`, key of the first value in the element)
SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
}
SEVERAL = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "file_input": ("files", "initial_files"),
}
REQUIRED = "Please complete this required field."
PATTERNS = {
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "Please enter a valid email address."),
    "url_text_input": (re.compile(r"https?://\S+"), "Please enter a valid URL."),
}


def initial(element: Block) -> dict[str, Any] | None:
    """The state of an element before the person touches it; None for elements without one, such as a button."""
    kind = element["type"]
    if kind in SEVERAL:
        key, first = SEVERAL[kind]
        return {"type": kind, key: list(element.get(first, ()))}
    if kind in SINGLE:
        key, first = SINGLE[kind]
        return {"type": kind, key: element.get(first)}
    return None


def filled(element: Block, value: Any) -> dict[str, Any]:
    """The state of an element after the person chose `value`: words, ids, dates, option values or labels. Raises
    NotThere.
    """
    kind = element["type"]
    if kind in SEVERAL:
        several = [value] if isinstance(value, str) else list(value or ())
        return {"type": kind, SEVERAL[kind][0]: [_one(element, part) for part in several]}
    if kind in SINGLE:
        return {"type": kind, SINGLE[kind][0]: None if value in (None, "") else _one(element, value)}
    raise NotThere(f"A {kind} cannot be filled in.")


def complaint(element: Block, state: dict[str, Any], *, optional: bool) -> str:
    """What Slack's own window objects to in this answer before it is sent; "" for nothing."""
    kind = element["type"]
    answer = state[(SINGLE.get(kind) or SEVERAL[kind])[0]]
    if answer in (None, "", []):
        return "" if optional else REQUIRED
    if kind in CHECKS:
        return CHECKS[kind](element, answer)
    if kind in PATTERNS and not PATTERNS[kind][0].fullmatch(str(answer)):
        return PATTERNS[kind][1]
    most = element.get("max_selected_items")
    if most and kind in SEVERAL and len(answer) > most:
        return f"Please choose at most {most}."
    return ""


def options(element: Block) -> list[Block]:
    """All options of a menu, including those in groups; for a searching menu, only its initial one."""
    groups: Sequence[Block] = element.get("option_groups", ())
    known = [*element.get("options", ()), *(option for group in groups for option in group["options"])]
    return known or [element[name] for name in ("initial_option",) if name in element]


def option(element: Block, wanted: str) -> Block:
    """The option with this value or label. Raises NotThere."""
    for choice in options(element):
        if wanted in (choice["value"], choice["text"]["text"]):
            return choice
    labels = ", ".join(choice["text"]["text"] for choice in options(element))
    raise NotThere(f"There is no option {wanted!r}; there are: {labels}.")


def _one(element: Block, value: Any) -> Any:
    kind = element["type"]
    if isinstance(value, Mapping):
        return value  # an option that the app suggested
    if "option" in (SINGLE.get(kind) or SEVERAL[kind])[0]:
        return option(element, str(value))
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _length(element: Block, answer: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(answer) > most:
        return f"Must be less than {most + 1} characters; this has {len(answer)}."
    return f"Must be at least {least} characters." if len(answer) < least else ""


def _files(element: Block, answer: Sequence[Mapping[str, Any]]) -> str:
    if len(answer) > element.get("max_files", 10):
        return f"Please upload at most {element['max_files']}."
    kinds = element.get("filetypes", ())
    if kinds and any(str(file["name"]).rpartition(".")[2].lower() not in kinds for file in answer):
        return f"Please upload one of these: {', '.join(kinds)}."
    return ""


def _number(element: Block, answer: str) -> str:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, answer):
        return "Please enter a number." if element.get("is_decimal_allowed") else "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(answer) < float(least):
        return f"Must be at least {least}."
    if most is not None and float(answer) > float(most):
        return f"Must be at most {most}."
    return ""


CHECKS: Mapping[str, Callable[[Block, Any], str]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "file_input": _files,
}
