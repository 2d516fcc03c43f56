"""What people typed inside a sentence of ours: it stays as they typed it, and changes nothing around it."""

import pytest

from bot.blocks.block_kit import Message, section
from bot.blocks.written import as_typed, paragraph, shown, unformatted


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("Acme & Co, C_level, 3*4, a~b", "Acme &amp; Co, C_level, 3*4, a~b"),
        ("*b* __i__ ~s~ `c`d`", "∗b∗ ＿＿i＿＿ ∼s∼ ˋcˋdˋ"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("http://x.example", "http:\u2060//x.example"),
        ("a\n> b\n\n• c", "a &gt; b • c"),
        ("> quoted", "\u2060&gt; quoted"),
        ("\u202aa\u202bb\u202cc\u202dd\u202ee\u202f\u2066f\u2067g\u2068h\u2069i\u206a", "abcde fghi\u206a"),
        ("\u2029end", "end"),
        ("שלום & مرحبا", "שלום &amp; مرحبا"),
    ],
    ids=["plain", "signs", "mentions", "address", "lines", "quotation", "direction", "paragraph", "right to left"],
)
def test_it_is_shown_as_typed_and_does_nothing(typed: str, reads: str) -> None:
    assert unformatted(typed) == reads


def test_a_bare_text_gets_a_block_in_which_nothing_is_linked() -> None:
    assert shown(Message("x", ())) == [section("x")]
    assert shown(Message("x", (section("y"),))) == [section("y")]


def test_a_paragraph_is_text_that_slack_does_not_parse() -> None:
    words = [{"type": "text", "text": "Why: ", "style": {"bold": True}}, {"type": "text", "text": "*a* <!channel>"}]
    whole = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}
    assert paragraph("*a* <!channel>", "Why:") == whole
    (section_,) = paragraph("x" * 3001)["elements"]
    assert section_["elements"] == [{"type": "text", "text": f"{'x' * 2999}…"}]


def test_typed_colons_stay_colons_in_every_plain_text() -> None:
    label, hint = {"type": "plain_text", "text": ":tada:"}, {"type": "mrkdwn", "text": ":tada:"}
    typed = {"type": "x", "label": label, "options": [{"text": label}, hint], "limit": 3}
    as_is = label | {"emoji": False}
    assert as_typed(typed) == {"type": "x", "label": as_is, "options": [{"text": as_is}, hint], "limit": 3}
