"""Blocks as a terminal shows them."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console, RenderableType

from bot.localslack.state.ids import Ids
from bot.localslack.state.world import SlackWorkspace
from bot.playground.team import SALES
from bot.playground.terminal.mrkdwn import styled
from bot.playground.terminal.show import Painter, city

NAMES = {"U1": "@maria", "C1": "#sales"}


def drawn(thing: RenderableType) -> str:
    shown = StringIO()
    Console(file=shown, width=100).print(thing)
    return shown.getvalue().rstrip()


@pytest.mark.parametrize(
    ("mrkdwn", "text"),
    [
        ("*bold* and _soft_ and ~gone~", "bold and soft and gone"),
        ("<@U1> in <#C1|old> and <@U9>", "@maria in #sales and U9"),
        ("see <https://x.example|here> or <https://y.example>", "see here or https://y.example"),
        ("&lt;!channel&gt; &amp; `code`", "<!channel> & code"),
        ("<!here>", "here"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("```a\nb```", "\na\nb\n"),
    ],
)
def test_mrkdwn_reads_as_in_slack(mrkdwn: str, text: str) -> None:
    assert styled(mrkdwn, lambda thing: NAMES.get(thing, thing)).plain == text


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def words(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text, **more}]}


def test_every_block_of_ours_is_drawn_and_an_unknown_one_is_named() -> None:
    options = [{"text": plain("In an hour"), "value": "1"}]
    lists = {"type": "rich_text_list", "style": "bullet", "elements": [words("one"), words("two")]}
    other = [{"type": "user", "user_id": "U0"}, {"type": "link", "url": "https://x"}, {"type": "emoji", "name": "tada"}]
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said\nso"}]}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain("Today")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Do* it"}, "accessory": {
            "type": "button", "text": plain("Why"), "action_id": "a"}},
        {"type": "section", "fields": [plain("left"), plain("right")]},
        {"type": "divider"},
        {"type": "context", "elements": [plain("small"), {"type": "image", "image_url": "x", "alt_text": "y"}]},
        {"type": "actions", "elements": [{"type": "static_select", "placeholder": plain("Later"), "options": options}]},
        {"type": "rich_text", "elements": [quote, lists, {"type": "rich_text_section", "elements": other}]},
        {"type": "image", "alt_text": "a chart"},
        {"type": "poem"},
    ]  # fmt: skip
    painter = Painter(SlackWorkspace("T", "Acme", "acme", Ids()), SALES)
    text = "\n".join(drawn(each) for each in painter.blocks(blocks))
    for part in ("Today", "Do it  [Why]", "right", "small", "[Later ▾] In an hour", "▌ said\n▌ so", "• two", ":tada:"):
        assert part in text
    assert "(image: a chart)" in text
    assert "(poem: …)" in text


def test_a_zone_is_called_by_its_city() -> None:
    assert [city(zone) for zone in ("America/New_York", "America/Sao_Paulo")] == ["New York", "São Paulo"]
