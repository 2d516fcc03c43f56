"""Checks the options of menus, checkboxes and radio buttons, single or in groups."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bot.localslack.validate.check import Check


def check_options(check: Check, element: Mapping[str, Any], most: int, kinds: tuple[str, ...]) -> None:
    """Check `options` or `option_groups`, and that the initial choice is among them."""
    options: list[Any] = []
    menu = str(element.get("type")).endswith("static_select")
    if menu and ("options" in element) == ("option_groups" in element):
        check.say("needs either options or option_groups")
    if "options" in element:
        options += _check_list(check.at("options"), element["options"], most, kinds)
    if "option_groups" in element and check.at("option_groups").listing(element["option_groups"], 1, 100):
        for index, group in enumerate(element["option_groups"]):
            options += _check_group(check.at("option_groups", index), group, kinds)
    for value in _doubles(options):
        check.say(f"the value {value!r} is used twice")
    if "initial_option" in element:
        _check_first(check.at("initial_option"), [element["initial_option"]], options)
    if "initial_options" in element and check.at("initial_options").listing(element["initial_options"], 1, most):
        _check_first(check.at("initial_options"), element["initial_options"], options)


def check_suggestions(check: Check, answer: Any) -> None:
    """Check the app's answer to a searching menu: `options`, perhaps none, or `option_groups`; 100 at most."""
    if not check.mapping(answer):
        return
    check.fields(answer, (), ("options", "option_groups"))
    if ("options" in answer) == ("option_groups" in answer):
        check.say("needs either options or option_groups")
    if answer.get("options"):
        _check_list(check.at("options"), answer["options"], 100, ("plain_text",))
    if "option_groups" in answer and check.at("option_groups").listing(answer["option_groups"], 1, 100):
        for index, group in enumerate(answer["option_groups"]):
            _check_group(check.at("option_groups", index), group, ("plain_text",))


def check_option(check: Check, option: Any, kinds: tuple[str, ...]) -> None:
    """Check a label, a value and perhaps a description."""
    if not check.mapping(option):
        return
    check.fields(option, ("text", "value"), ("description", "url"))
    if "text" in option:
        check.at("text").text(option["text"], 75, kinds)
    if "value" in option:
        check.at("value").words(option["value"], 150)
    if "description" in option:
        check.at("description").text(option["description"], 75, kinds)
    if "url" in option:
        check.at("url").words(option["url"], 3000)


def _doubles(options: list[Any]) -> list[str]:
    values = Counter(str(option.get("value")) for option in options if isinstance(option, Mapping))
    return [value for value, count in values.items() if count > 1]


def _check_list(check: Check, options: Any, most: int, kinds: tuple[str, ...]) -> list[Any]:
    if not check.listing(options, 1, most):
        return []
    for index, option in enumerate(options):
        check_option(check.at(index), option, kinds)
    return list(options)


def _check_group(check: Check, group: Any, kinds: tuple[str, ...]) -> list[Any]:
    if not check.mapping(group):
        return []
    check.fields(group, ("label", "options"))
    if "label" in group:
        check.at("label").plain(group["label"], 75)
    return _check_list(check.at("options"), group.get("options", ()), 100, kinds)


def _check_first(check: Check, chosen: Iterable[Any], options: list[Any]) -> None:
    """Check the initial choice: Slack compares its label and value with the options."""
    known = [_essence(option) for option in options]
    for option in chosen:
        if _essence(option) not in known:
            check.say("must match one of the options exactly")


def _essence(option: Any) -> Any:
    if not isinstance(option, Mapping) or not isinstance(option.get("text"), Mapping):
        return option
    return option.get("value"), option["text"].get("text")
