"""What Slack accepts and what it refuses, block by block."""

from typing import Any

import pytest

from bot.localslack import validate
from bot.localslack.validate import Surface

from .kit import (
    CELL,
    CONFIRM,
    LEAVES,
    NUMBER,
    Json,
    actions,
    button,
    chart,
    field,
    menu,
    modal,
    mrkdwn,
    number,
    option,
    plain,
    rich,
    section,
    table,
)
from .refused import BAD, VIEWS

GOOD: list[tuple[Surface, Json]] = [
    ("message", section()),
    ("message", {"type": "section", "fields": [plain(), mrkdwn()]}),
    ("message", section(accessory=button(value="1", style="primary", url="https://x.example", confirm=CONFIRM))),
    ("message", section(accessory={"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A"})),
    ("message", {"type": "header", "text": plain()}),
    ("message", {"type": "header", "text": plain("Acme & Sons")}),
    ("message", section(text=mrkdwn("Acme &amp; Sons &lt;sales&gt;"))),
    ("home", {"type": "divider"}),
    ("message", {"type": "context", "elements": [mrkdwn(), {"type": "image", "image_url": "u", "alt_text": "A"}]}),
    ("message", {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A", "title": plain()}),
    ("message", {"type": "markdown", "text": "# Hi"}),
    ("message", actions(button(action_id="a"), menu(), menu("overflow"), {"type": "datetimepicker"})),
    ("message", field({"type": "plain_text_input"}, hint=plain(), optional=True, dispatch_action=False)),
    ("message", field(menu("checkboxes", options=[{"text": mrkdwn(), "value": "a", "description": plain()}]))),
    ("message", field(menu("radio_buttons", initial_option=option()))),
    ("message", field(menu("multi_static_select", initial_options=[option()], max_selected_items=2))),
    ("message", field({"type": "static_select", "option_groups": [{"label": plain(), "options": [option()]}]})),
    ("message", field({"type": "users_select", "initial_user": "U1", "placeholder": plain(), "focus_on_load": True})),
    ("message", field({"type": "multi_users_select", "initial_users": ["U1"]})),
    ("message", field({"type": "conversations_select", "filter": {"include": ["im"]}})),
    ("message", field({"type": "multi_conversations_select"})),
    ("message", field({"type": "channels_select", "initial_channel": "C1"})),
    ("message", field({"type": "datepicker", "initial_date": "2026-03-29"})),
    ("message", field({"type": "timepicker", "initial_time": "08:30"})),
    ("message", field({"type": "email_text_input"})),
    ("message", field({"type": "url_text_input"})),
    ("message", number(initial_value="3", min_value="0", max_value="9")),
    ("message", rich(*LEAVES)),
    ("message", rich(*LEAVES, kind="rich_text_quote")),
    ("message", rich({"type": "rich_text_section", "elements": LEAVES}, kind="rich_text_list", style="bullet")),
    ("message", chart()),
    ("home", chart("line", axis_config={"categories": ["Mon", "Tue"], "x_label": "Day"})),
    ("message", chart("pie")),
    ("message", table([CELL, CELL], [CELL, NUMBER], page_size=10)),
]


@pytest.mark.parametrize(("surface", "block"), GOOD)
def test_slack_takes(surface: Surface, block: Json) -> None:
    assert validate([block], surface) == []


@pytest.mark.parametrize(("surface", "block", "pointer", "words"), BAD)
def test_slack_refuses_a_block_with_its_place_and_reason(
    surface: Surface, block: Any, pointer: str, words: str
) -> None:
    problems = validate([block], surface)
    assert [p for p in problems if p.pointer == pointer and words in p.sentence], problems


@pytest.mark.parametrize(("surface", "view", "pointer", "words"), VIEWS)
def test_slack_refuses_a_view_with_its_place_and_reason(surface: Surface, view: Json, pointer: str, words: str) -> None:
    problems = validate(view, surface)
    assert [p for p in problems if p.pointer == pointer and words in p.sentence], problems


def test_a_modal_and_a_home_tab_pass() -> None:
    whole = modal(field({"type": "plain_text_input"}), submit=plain("Send"), close=plain("Close"))
    assert validate(whole, "modal") == []
    assert validate({"type": "home", "blocks": [section()]}, "home") == []


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_there_are_only_so_many_blocks(surface: Surface, most: int) -> None:
    assert validate([section()] * most, surface) == []
    assert validate([section()] * (most + 1), surface)[0].pointer == "/blocks"


def test_a_message_has_at_most_two_charts() -> None:
    assert [problem.sentence for problem in validate([chart()] * 3, "message")] == [
        "no more than 2 of type data_visualization are allowed here"
    ]
