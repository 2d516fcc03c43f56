"""Fills in the empty fields of forms."""

from datetime import timedelta
from typing import Any

from bot.localslack import Client, View
from bot.localslack.state.elements import Place, places
from tests.office import Office

TEXTS = {"address": "https://calendar.example/x.ics", "pasted": "text,for\nAsk what they would try.,leaders"}
LEFT = {"remove", "file"}  # fields that stay as they are
CHOSEN = {"static_select", "radio_buttons", "checkboxes", "multi_static_select"}


def last_option(place: Place) -> Any:
    """What to choose from a menu or in boxes."""
    options = place.element.get("options") or place.element["option_groups"][-1]["options"]
    value = options[-1]["value"]
    return [value] if place.element["type"] in {"checkboxes", "multi_static_select"} else value


async def send(office: Office, client: Client, form: View) -> Any:
    """Send a form with something in every empty field, so that what was typed before is sent again."""
    now = client._window.current(form)
    answers = {}
    for place in places(now.blocks):
        state = now.values.get(place.block_id, {}).get(place.action_id, {})
        is_empty = not any(value for name, value in state.items() if name != "type")
        if place.block["type"] == "input" and is_empty and place.block_id not in LEFT:
            answers[place.block_id] = _answer(office, client, place)
    return await client.submit(now, {name: answer for name, answer in answers.items() if answer is not None})


def _answer(office: Office, client: Client, place: Place) -> Any:
    kind, name = place.element["type"], place.block_id
    other = office.as_("tom" if client.user.name != "tom" else "maria").id
    if kind in CHOSEN:
        return last_option(place)
    days = 9 if "last" in name else 4
    return {
        "plain_text_input": TEXTS.get(name, "Ten minutes of text"),
        "number_input": "1",
        "users_select": other,
        "multi_users_select": [office.as_("ana").id if name == "people" else other],
        "datepicker": (office.now.date() + timedelta(days=days)).isoformat(),
        "timepicker": "15:00",
        "conversations_select": client.channel("sales").id,
    }.get(kind)
