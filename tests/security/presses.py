"""Presses and forms that Slack could never have shown: any action, any value, from anybody."""

import time
from typing import Any

from bot.blocks.ids import Action, Modal
from bot.domain.codec import LaterTap, encode
from tests.security.signed import by

WORKSPACE = "T1"


def press(action: Action, value: str, user_id: str) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "button", "action_id": action, "action_ts": f"{time.monotonic_ns()}"}
    if action is Action.PROMPT_LATER:
        element |= {
            "type": "static_select",
            "selected_option": {"value": encode(LaterTap("hour", value.replace(" ", ".")))},
        }
    else:
        element |= {"value": value}
    message = {"ts": "1.1", "text": "x"}
    where = {"container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"}, "channel": {"id": "C1"}}
    return by(WORKSPACE, user_id, "block_actions", actions=[element], message=message, **where)


def submit(modal: Modal, value: str, user_id: str) -> dict[str, Any]:
    """A form with something in every field that any of our forms has."""
    answered = {
        "salesperson": {"x": {"type": "users_select", "selected_user": "U2"}},
        "people": {"x": {"type": "multi_users_select", "selected_users": ["U2"]}},
        "customer": {"x": {"type": "plain_text_input", "value": "mine"}},
        "reflection": {"x": {"type": "plain_text_input", "value": "mine"}},
        "text": {"x": {"type": "plain_text_input", "value": "mine"}},
        "day": {"x": {"type": "datepicker", "selected_date": "2026-10-30"}},
        "time": {"x": {"type": "timepicker", "selected_time": "15:00"}},
    }
    view = {
        "id": f"V{time.monotonic_ns()}", "type": "modal", "callback_id": modal, "hash": "1", "private_metadata": value,
        "state": {"values": answered}, "blocks": [], "team_id": WORKSPACE, "app_installed_team_id": WORKSPACE,
        "title": {"type": "plain_text", "text": "x"},
    }  # fmt: skip
    return by(WORKSPACE, user_id, "view_submission", view=view, response_urls=[])
