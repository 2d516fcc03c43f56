"""Checks the values of pickers and text fields."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.localslack.validate.check import Check

Element = Mapping[str, Any]
LISTS = ("initial_users", "initial_conversations", "initial_channels")
SINGLES = ("initial_user", "initial_conversation", "initial_channel")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def check_several(check: Check, element: Element) -> None:
    """Check the initial choices, and how many there may be."""
    if "max_selected_items" in element:
        check.at("max_selected_items").whole(element["max_selected_items"], 1, 100)
    for name in LISTS:
        if name in element and check.at(name).listing(element[name], 1, 100):
            for index, entry in enumerate(element[name]):
                check.at(name, index).words(entry, 255)
    if "filter" in element:
        _check_filter(check.at("filter"), element["filter"])
    for name in SINGLES:
        if name in element:
            check.at(name).words(element[name], 255)


def _check_filter(check: Check, given: Any) -> None:
    """Check which conversations a menu offers.

    Source: https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object
    """
    if not check.mapping(given):
        return
    check.fields(given, (), ("include", "exclude_external_shared_channels", "exclude_bot_users"))
    if not given:
        check.say("needs at least one field")
    if "include" in given and check.at("include").listing(given["include"], 1, 4):
        for index, kind in enumerate(given["include"]):
            check.at("include", index).one_of(kind, ("im", "mpim", "private", "public"))


def check_date(check: Check, element: Element) -> None:
    """Check a day as YYYY-MM-DD."""
    if "initial_date" not in element:
        return
    text = element["initial_date"]
    try:
        good = isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        check.at("initial_date").say(f"must be a date such as 2026-03-29, not {text!r}")


def check_time(check: Check, element: Element) -> None:
    """Check a time of day as HH:MM."""
    text = element.get("initial_time", "00:00")
    if not isinstance(text, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        check.at("initial_time").say(f"must be a time such as 08:30, not {text!r}")


def check_datetime(check: Check, element: Element) -> None:
    """Check an instant as ten digits of Unix seconds."""
    if "initial_date_time" in element:
        check.at("initial_date_time").whole(element["initial_date_time"], 1_000_000_000, 9_999_999_999)


def check_text(check: Check, element: Element) -> None:
    """Check a field for text."""
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    check.at("min_length").whole(least, 0, 3000)
    check.at("max_length").whole(most, 1, 3000)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        check.say("min_length is above max_length")
    if "initial_value" in element and isinstance(most, int):
        check.at("initial_value").words(element["initial_value"], most, least=0)
    if "multiline" in element:
        check.at("multiline").flag(element["multiline"])


def check_number(check: Check, element: Element) -> None:
    """Check a field for a number; Slack wants its numbers as strings."""
    numbers: dict[str, float] = {}
    for name in ("initial_value", "min_value", "max_value"):
        if name not in element:
            continue
        if isinstance(element[name], str) and NUMBER.fullmatch(element[name]):
            numbers[name] = float(element[name])
        else:
            check.at(name).say("must be a number written as a string")
    first = numbers.get("initial_value", numbers.get("min_value", numbers.get("max_value", 0.0)))
    if not numbers.get("min_value", first) <= first <= numbers.get("max_value", first):
        check.say("initial_value, min_value and max_value contradict each other")
