"""Checks elements: buttons, menus, pickers and inputs; which blocks allow them and what they may hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.localslack.validate import pickers
from bot.localslack.validate.check import Check
from bot.localslack.validate.options import check_option, check_options

Element = Mapping[str, Any]
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}


@dataclass(frozen=True, slots=True)
class ElementKind:
    """One element type: the blocks that allow it, its own fields, and the check of their values."""

    homes: frozenset[str]
    required: frozenset[str]
    optional: frozenset[str]
    check: Callable[[Check, Element], None]


def _kind(homes: str, required: str, optional: str, check: Callable[[Check, Element], None]) -> ElementKind:
    shared = {"type", "action_id", "confirm", "focus_on_load", "placeholder"}
    if "plain" in optional.split():
        shared -= {"confirm", "placeholder", "focus_on_load"}
    return ElementKind(
        frozenset(homes.split()),
        frozenset(required.split()) | {"type"},
        frozenset(optional.split()) - {"plain"} | shared,
        check,
    )


def check_button(check: Check, element: Element) -> None:
    """Check a button: a label, and perhaps a value, a link and a style."""
    for name, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if name in element:
            check.at(name).words(element[name], most)
    if "text" in element:
        check.at("text").plain(element["text"], 75)
    if "style" in element:
        check.at("style").one_of(element["style"], ("primary", "danger"))


def check_image(check: Check, element: Element) -> None:
    """Check a picture beside or between words."""
    if ("image_url" in element) == ("slack_file" in element):
        check.say("needs either image_url or slack_file")
    if "image_url" in element:
        check.at("image_url").words(element["image_url"], 3000)
    if "alt_text" in element:
        check.at("alt_text").words(element["alt_text"], 2000)


def check_overflow(check: Check, element: Element) -> None:
    """Check the menu behind three dots."""
    check_options(check, element, most=5, kinds=("plain_text",))


def check_boxes(check: Check, element: Element) -> None:
    """Check checkboxes and radio buttons."""
    check_options(check, element, most=10, kinds=("plain_text", "mrkdwn"))


def check_menu(check: Check, element: Element) -> None:
    """Check a menu with options from the app."""
    check_options(check, element, most=100, kinds=("plain_text",))
    pickers.check_several(check, element)


def check_searching_menu(check: Check, element: Element) -> None:
    """Check a menu whose options the app supplies as one types."""
    if "initial_option" in element:
        check_option(check.at("initial_option"), element["initial_option"], ("plain_text",))
    if "min_query_length" in element:
        check.at("min_query_length").whole(element["min_query_length"], 0, 100)


def check_files(check: Check, element: Element) -> None:
    """Check a file input."""
    if "max_files" in element:
        check.at("max_files").whole(element["max_files"], 1, 10)
    if not all(isinstance(kind, str) and kind for kind in element.get("filetypes", ())):
        check.at("filetypes").say("must be file extensions")


KINDS: Mapping[str, ElementKind] = {
    "button": _kind("section actions", "text", "plain confirm value url style accessibility_label", check_button),
    "image": _kind("section context", "alt_text", "plain image_url slack_file", check_image),
    "overflow": _kind("section actions", "options", "plain confirm", check_overflow),
    "checkboxes": _kind("section actions input", "options", "plain confirm focus_on_load initial_options", check_boxes),
    "radio_buttons": _kind(
        "section actions input", "options", "plain confirm focus_on_load initial_option", check_boxes
    ),
    "static_select": _kind("section actions input", "", "options option_groups initial_option", check_menu),
    "external_select": _kind("section actions input", "", "initial_option min_query_length", check_searching_menu),
    "multi_static_select": _kind(
        "section input", "", "options option_groups initial_options max_selected_items", check_menu
    ),
    "users_select": _kind("section actions input", "", "initial_user", pickers.check_several),
    "multi_users_select": _kind("section input", "", "initial_users max_selected_items", pickers.check_several),
    "conversations_select": _kind(
        "section actions input",
        "",
        "initial_conversation default_to_current_conversation response_url_enabled filter",
        pickers.check_several,
    ),
    "multi_conversations_select": _kind(
        "section input",
        "",
        "initial_conversations default_to_current_conversation max_selected_items filter",
        pickers.check_several,
    ),
    "channels_select": _kind(
        "section actions input", "", "initial_channel response_url_enabled", pickers.check_several
    ),
    "multi_channels_select": _kind("section input", "", "initial_channels max_selected_items", pickers.check_several),
    "datepicker": _kind("section actions input", "", "initial_date", pickers.check_date),
    "timepicker": _kind("section actions input", "", "initial_time timezone", pickers.check_time),
    "datetimepicker": _kind(
        "actions input", "", "plain confirm focus_on_load initial_date_time", pickers.check_datetime
    ),
    "plain_text_input": _kind(
        "input", "", "initial_value multiline min_length max_length dispatch_action_config", pickers.check_text
    ),
    "number_input": _kind(
        "input",
        "is_decimal_allowed",
        "initial_value min_value max_value dispatch_action_config",
        pickers.check_number,
    ),
    "file_input": _kind("input", "", "plain filetypes max_files", check_files),
    "email_text_input": _kind("input", "", "initial_value dispatch_action_config", pickers.check_text),
    "url_text_input": _kind("input", "", "initial_value dispatch_action_config", pickers.check_text),
}


def check_element(check: Check, element: Any, home: str) -> None:
    """Check an element inside a block of type `home`."""
    if not check.mapping(element):
        return
    kind = KINDS.get(str(element.get("type")))
    if kind is None:
        check.at("type").say(f"unknown element type: {element.get('type')!r}")
        return
    if home not in kind.homes:
        check.say(f"a {element['type']} is not allowed in a block of type {home}")
    check.fields(element, kind.required, kind.optional)
    if "action_id" in element:
        check.at("action_id").words(element["action_id"], 255)
    if "placeholder" in element:
        check.at("placeholder").plain(element["placeholder"], 150)
    if "confirm" in element:
        check_confirm(check.at("confirm"), element["confirm"])
    if "focus_on_load" in element:
        check.at("focus_on_load").flag(element["focus_on_load"])
    kind.check(check, element)


def check_confirm(check: Check, confirm: Any) -> None:
    """Check the confirmation dialog of an action."""
    if not check.mapping(confirm):
        return
    check.fields(confirm, CONFIRM, ("style",))
    for name, most in CONFIRM.items():
        if name in confirm:
            kinds = ("plain_text", "mrkdwn") if name == "text" else ("plain_text",)
            check.at(name).text(confirm[name], most, kinds)
    if "style" in confirm:
        check.at("style").one_of(confirm["style"], ("primary", "danger"))
