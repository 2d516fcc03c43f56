"""A message without the names of people who had their data deleted."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.people.privacy import removed, unnamed
from bot.domain.people.removals import RemovalKind
from content.models import Library

BUTTON = block_kit.button("Change", "checkin_change", "2026-10-19")


def test_the_name_goes_from_every_text_and_the_rest_stays(library: Library) -> None:
    blocks = (block_kit.section("You developed <@U1> and <@U2>."), block_kit.context("<@U1>"), {"elements": [BUTTON]})
    without = unnamed(library, Message("With <@U1>", blocks), {"U1"})
    assert without.text == "With (name removed)"
    assert without.blocks[0]["text"]["text"] == "You developed (name removed) and <@U2>."
    assert without.blocks[2] == blocks[2]
    assert "U1" not in str(without)


def test_where_the_id_stands_otherwise_only_a_sentence_is_left(library: Library) -> None:
    message = Message("Plan", (block_kit.actions(block_kit.button("Plan", "plan", "U1")),))
    assert unnamed(library, message, {"U1"}) == removed(library, RemovalKind.ANSWER)
