"""How the forms of statements look: pages of at most five, and once a page, who sees the answers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.blocks.selfchecks import feedback, selfchecks, skills
from bot.blocks.selfchecks.pages import Statements, page
from bot.domain.selfchecks.feedback import FeedbackFacts, FeedbackRound
from bot.domain.selfchecks.pages import pages_of
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.localslack.validate import validate
from content.models import Library

WEEK, NOW = date(2026, 10, 12), datetime(2026, 10, 19, 7, tzinfo=UTC)
ROUND = FeedbackRound("R1", "U1", NOW, NOW + timedelta(days=14), ("U2", "U3", "U4"), week=WEEK)
FORMS: dict[str, Callable[[Library], Statements]] = {
    "leader": lambda library: selfchecks.statements(library, SelfCheckForm("abc", WEEK, ("U2",)), "abc"),
    "salesperson": lambda library: skills.statements(library, WEEK),
    "the other view": lambda library: feedback.statements(library, FeedbackFacts(ROUND, True, "Europe/Berlin", None)),
}
EVERY = pytest.mark.parametrize("build", FORMS.values(), ids=FORMS)


@EVERY
def test_every_statement_is_asked_once_and_slack_takes_every_page(
    library: Library, build: Callable[[Library], Statements]
) -> None:
    asked = build(library)
    pages = pages_of(asked.texts)
    views = [page(library, asked, {}, number, "{}", names_open=True) for number in range(len(pages))]
    assert [fault for view in views for fault in validate(view, "modal")] == []
    rows = [block["block_id"] for view in views for block in view["blocks"] if block.get("block_id")]
    assert rows == list(asked.texts)
    assert {str(view["blocks"]).count(asked.sees) for view in views} == {1}


@EVERY
def test_the_answer_that_was_tapped_is_marked_in_words_as_well(
    library: Library, build: Callable[[Library], Statements]
) -> None:
    asked = build(library)
    first = next(iter(asked.texts))
    view = page(library, asked, {first: asked.choices[1].key}, 0, "{}")
    row = next(block for block in view["blocks"] if block.get("block_id") == first)
    marked = [button for button in row["elements"] if button["text"]["text"].startswith("✓")]
    assert [button["value"] for button in marked] == [f"{first} {asked.choices[1].key}"]
    assert "chosen" in marked[0]["accessibility_label"]
