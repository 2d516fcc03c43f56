"""What holds for every nudge before its own words: language, hours, the way to stop it, and what a channel stopped."""

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.domain.people.people import Person, PersonStatus
from bot.nudges import BY_KEY, DIGEST, TEAM_INVITATION, WELCOME
from bot.nudges.nudge import Nudge, Skip
from content.models import Library
from tests.nudges.bare import BARE
from tests.storage.cases import CHANNEL, NOW, PERSON


def test_it_speaks_as_its_recipient_reads_and_by_their_clock() -> None:
    channel = replace(CHANNEL, locale="de-DE")
    facts = BARE, replace(BARE, person=PERSON, channel=channel), replace(BARE, channel=channel)
    assert [(who.locale_tag, who.zone) for who in facts] == [
        ("", "UTC"), (PERSON.locale_tag, "Asia/Kolkata"), ("de-DE", "America/New_York"),
    ]  # fmt: skip


def test_some_wait_for_no_hours_and_most_do() -> None:
    assert (BY_KEY[WELCOME].ignores_hours(BARE, NOW), BY_KEY[DIGEST].ignores_hours(BARE, NOW)) == (True, False)


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [({}, True), ({"in_channels": False}, False), ({"slot": None}, False)],
    ids=["stopped", "not of a channel", "said once"],
)
def test_what_recurs_in_a_channel_ends_with_its_channel_nudge(
    library: Library, changes: dict[str, Any], is_kept: bool
) -> None:
    said = Message("Hello.", ())
    nudge: Nudge[Any] = replace(BY_KEY[DIGEST], compose=lambda _facts, _library: said, **changes)
    assert nudge.message(BARE, library) == (Skip("stopped") if is_kept else said)


@pytest.mark.parametrize(
    ("status", "ends_with"), [(PersonStatus.NEW, 2), (PersonStatus.WELCOMED, 2), (PersonStatus.ACTIVE, 0)]
)
def test_what_a_colleague_caused_ends_with_the_way_out_for_somebody_new(
    library: Library, status: PersonStatus, ends_with: int
) -> None:
    said = Message("Hello.", ({"type": "divider"},))
    nudge: Nudge[Any] = replace(BY_KEY[TEAM_INVITATION], compose=lambda _facts, _library: said)
    message = nudge.message(replace(BARE, person=Person("T1", "U1", "Tom", "", status=status)), library)
    assert isinstance(message, Message)
    assert (message.text, message.blocks[:1], len(message.blocks)) == ("Hello.", said.blocks, 1 + ends_with)


def test_nothing_said_needs_no_way_out(library: Library) -> None:
    nudge: Nudge[Any] = replace(BY_KEY[TEAM_INVITATION], compose=lambda _facts, _library: Skip("answered"))
    assert nudge.message(replace(BARE, person=Person("T1", "U1")), library) == Skip("answered")
