"""Texts and menus at their extremes."""

import re

import pytest

from bot.blocks import block_kit


@pytest.mark.parametrize("rest", ["", "x", "y" * 7], ids=["at the limit", "one more", "many more"])
@pytest.mark.parametrize("piece", ["&amp;", "&lt;", "<@U0123456789>", "<https://example.com|words>"])
def test_mrkdwn_is_never_cut_inside_an_entity_or_a_mention(piece: str, rest: str) -> None:
    for before in range(2990, 3001):
        text = block_kit.mrkdwn("a" * before + piece + rest)["text"]
        assert len(text) <= 3000
        assert not re.search(r"&(?![a-z]+;)|<[^<>]*$", text), text[-40:]


def test_a_text_that_fits_is_left_alone() -> None:
    assert block_kit.short_mrkdwn("a < b", 5) == "a < b"


def test_a_picker_holds_everybody_who_is_chosen() -> None:
    chosen = [f"U{number}" for number in range(30)]
    picker = block_kit.people_picker("people", chosen)
    assert picker["max_selected_items"] >= len(picker["initial_users"]) == 30
