"""The list of channel nudges at its extremes, and what each nudge says about itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.blocks.channels.channels import listed
from bot.domain.channels.channels import NUDGES_A_PAGE, ChannelNudgeFacts, ChannelPage, page_number
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge
from bot.localslack.validate import validate
from bot.nudges import DIGEST
from content.models import Library

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def nudge_facts(number: int = 0, **changes: Any) -> ChannelNudgeFacts:
    nudge = ChannelNudge(
        "T1", f"C{number}", "prompt_channel", time(9), frozenset({0}), zone="Europe/Berlin", set_by="U2"
    )
    return ChannelNudgeFacts(replace(nudge, **changes), NOW + timedelta(days=1))


def ended(status: DeliveryStatus, reason: str, nudge: str = "prompt_channel") -> Delivery:
    return Delivery(
        "d", "T1", "C0", nudge, "", on=date(2026, 11, 23), due_at=NOW, status=status, reason=reason
    )  # fmt: skip


def said(library: Library, *facts: ChannelNudgeFacts) -> str:
    return str(listed(library, ChannelPage(facts, len(facts))).blocks)


@pytest.mark.parametrize(
    ("number", "turns"),
    [
        pytest.param(0, ["Next page"], id="first"),
        pytest.param(6, ["Previous page", "Next page"], id="between"),
        pytest.param(12, ["Previous page"], id="last"),
    ],
)
def test_a_list_that_is_not_whole_says_so_and_can_be_turned(library: Library, number: int, turns: list[str]) -> None:
    troubles = [ended(status, "too late") for status in (DeliveryStatus.MISSED, DeliveryStatus.REFUSED)]
    facts = [replace(nudge_facts(place), troubles=troubles * 2, last_at=NOW) for place in range(NUDGES_A_PAGE)]
    page = ChannelPage(facts, 130, number, here="C1", for_admin=True)
    shown = listed(library, page)
    assert validate(list(shown.blocks), "message") == []
    assert f"{number * 10 + 1} to {number * 10 + 10} of 130." in str(shown.blocks)
    buttons = [element["text"]["text"] for element in shown.blocks[-1]["elements"]]
    assert buttons == [*turns, "Set up a channel nudge", "Back to your workspace"]


def test_a_whole_list_has_no_pages(library: Library) -> None:
    assert "Next page" not in said(library, nudge_facts())
    assert "of 1." not in said(library, nudge_facts())


@pytest.mark.parametrize(
    ("asked", "total", "shown"),
    [(0, 0, 0), (5, 0, 0), (0, 10, 0), (1, 10, 0), (1, 11, 1), (99, 130, 12), (-1, 130, 0)],
)
def test_a_page_that_is_no_more_is_the_last_one(asked: int, total: int, shown: int) -> None:
    assert page_number(asked, total) == shown


def test_an_empty_list_says_how_to_begin(library: Library) -> None:
    assert library.say("channels.none") in said(library)


def test_whoever_may_set_up_none_is_shown_nothing_that_refuses(library: Library) -> None:
    empty = listed(library, ChannelPage(may_set_up=False))
    assert "/secondchair nudge" not in str(empty)
    once_theirs = listed(library, ChannelPage([nudge_facts()], 1, may_set_up=False))
    assert validate(list(empty.blocks), "message") == validate(list(once_theirs.blocks), "message") == []
    buttons = [
        element["text"]["text"]
        for block in once_theirs.blocks
        for element in block.get("elements", ())
        if "action_id" in element
    ]
    assert buttons == ["Pause", "Test it", "Stop"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("is_archived", "Paused: The channel is archived."),
        ("posting_to_general_denied", "posting_to_general_denied"),
        ("by_hand", "Paused: Somebody paused it here."),
    ],
)
def test_a_paused_channel_nudge_says_why_and_offers_to_go_on(library: Library, code: str, says: str) -> None:
    text = said(library, replace(nudge_facts(paused_for=code), next_at=None))
    assert says in text
    assert "Resume" in text
    assert "'Pause'" not in text


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("is_archived", "not sent. The channel is archived."),
        ("error 1a2b", "not sent, because something in Second Chair failed (error 1a2b)."),
    ],
)
def test_what_was_refused_is_said_in_words(library: Library, reason: str, says: str) -> None:
    text = said(library, replace(nudge_facts(), troubles=(ended(DeliveryStatus.REFUSED, reason),)))
    assert says in text
    assert "(is_archived)" not in text
    assert "*Daily prompt* in" in text


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("too few answers: 2", "it did not come. It had fewer answers than the 3 it needs."),
        ("too few answers", "It had fewer answers than the 3 it needs."),
        ("paused", "because there was nothing to say."),
    ],
    ids=["kept with a number once", "too few", "something else"],
)
def test_a_digest_says_why_it_did_not_come(library: Library, reason: str, says: str) -> None:
    withheld = ended(DeliveryStatus.WITHHELD, reason, DIGEST)
    assert says in said(library, replace(nudge_facts(nudge=DIGEST), withheld=withheld))


def test_what_somebody_may_not_change_has_no_buttons(library: Library) -> None:
    assert "Pause" not in said(library, replace(nudge_facts(), may_change=False))
