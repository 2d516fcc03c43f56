"""Long forms: the button for the rest, and everything typed before it was pressed."""

from datetime import date, time
from typing import Any

import pytest

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.collapsible import HOLDS, collapsed, expanded
from bot.blocks.ids import Action
from bot.blocks.ridealongs.form import plan_modal
from bot.domain.ridealongs.facts import Draft, PlanForm
from bot.domain.ridealongs.terms import Contract
from bot.localslack.validate import validate
from content.models import Library

CHOICES = {"a": "A", "b": "B"}
ELEMENTS: dict[str, tuple[Block, Any]] = {
    "plain_text_input": (block_kit.text_input("it", "before"), "typed"),
    "number_input": (block_kit.number_input("it", 1), "2"),
    "users_select": (block_kit.person_picker("it", "U1"), "U2"),
    "multi_users_select": (block_kit.people_picker("it", ["U1"]), ["U2", "U3"]),
    "conversations_select": (block_kit.channel_picker("it"), "C2"),
    "datepicker": (block_kit.date_picker("it"), "2026-10-20"),
    "timepicker": (block_kit.time_picker("it"), "15:00"),
    "static_select": (block_kit.menu("it", CHOICES, "a"), block_kit.option("B", "b")),
    "external_select": (block_kit.search_menu("it", ("a", "A"), ""), block_kit.option("B", "b")),
    "radio_buttons": (block_kit.radio("it", CHOICES, "a"), block_kit.option("B", "b")),
    "checkboxes": (block_kit.checkboxes("it", CHOICES, ["a"]), [block_kit.option("B", "b")]),
}
REST = [block_kit.field("behind", "Behind", block_kit.text_input("behind"))]


def form(library: Library, element: Block) -> dict[str, Any]:
    field = block_kit.field("it", "It", element)
    return block_kit.modal(
        "form", "Form", collapsed(library, [field], REST, shows_all=False), submit="Save", close="Close", metadata="{}"
    )


def test_every_kind_of_field_is_known() -> None:
    assert set(ELEMENTS) == set(HOLDS)


@pytest.mark.parametrize("kind", ELEMENTS)
@pytest.mark.parametrize("is_emptied", [False, True], ids=["typed", "emptied"])
def test_what_was_typed_stays_when_the_rest_is_shown(library: Library, kind: str, is_emptied: bool) -> None:
    element, typed = ELEMENTS[kind]
    state = {"type": kind, HOLDS[kind][0]: None if is_emptied else typed}
    shown = expanded(form(library, element) | {"state": {"values": {"it": {"it": state}}}}, REST)
    [field, behind] = shown["blocks"]
    assert field["element"].get(HOLDS[kind][1]) == (None if is_emptied else typed)
    assert behind == REST[0]
    assert Action.MORE not in str(shown)


def test_a_field_that_stands_there_already_is_not_shown_twice(library: Library) -> None:
    view = form(library, ELEMENTS["plain_text_input"][0])
    again = [block_kit.field("it", "It", block_kit.text_input("it"))]
    assert len(expanded(view, again)["blocks"]) == 1


def test_what_was_agreed_in_words_is_never_behind_the_button(library: Library) -> None:
    draft = Draft("U2", "Acme", date(2026, 10, 20), time(15), 45, contract=Contract(skill="Wait longer"))
    view = plan_modal(library, PlanForm("R1", "Europe/Berlin", True, draft, version=3), "{}")
    assert "Wait longer" in str(view["blocks"])
    assert "'more'" not in str(view["blocks"])
    assert validate(view, "modal") == []
