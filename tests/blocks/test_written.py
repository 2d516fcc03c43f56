"""What people typed inside a sentence of ours: it stays as they typed it, and changes nothing around it."""

import pytest

from bot.blocks.block_kit import Message, section
from bot.blocks.written import shown, unformatted


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("Acme & Co, C_level, 3*4, a~b", "Acme &amp; Co, C_level, 3*4, a~b"),
        ("*b* __i__ ~s~ `c`d`", "∗b∗ ＿＿i＿＿ ∼s∼ ˋcˋdˋ"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("http://x.example", "http:\u2060//x.example"),
        ("a\n> b\n\n• c", "a &gt; b • c"),
        ("> quoted", "\u2060&gt; quoted"),
        ("\u202eturned\u2066 \u2069round", "turned round"),
        ("שלום & مرحبا", "שלום &amp; مرحبا"),
    ],
    ids=["plain", "signs", "mentions", "address", "lines", "quotation", "direction", "right to left"],
)
def test_it_is_shown_as_typed_and_does_nothing(typed: str, reads: str) -> None:
    assert unformatted(typed) == reads


def test_a_bare_text_gets_a_block_in_which_nothing_is_linked() -> None:
    assert shown(Message("x", ())) == [section("x")]
    assert shown(Message("x", (section("y"),))) == [section("y")]
