"""Who does not get a nudge, and why: the reason is kept with the delivery."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.domain.people.people import NudgeKind, PersonStatus
from bot.domain.time.schedule import Pause
from bot.nudges import (
    COMMITMENT_FOLLOW_UP,
    FEEDBACK_REQUEST,
    FEEDBACK_RESULT,
    NUDGES,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
    RIDEALONG_REVEAL,
    TEAM_INVITATION,
)
from bot.nudges.nudge import Nudge, Skip, always, never
from content.models import Library
from tests.nudges.bare import BARE
from tests.storage.cases import CHANNEL, DAY, PERSON

HELLO = Message("Hello.", ())
MARIA = replace(PERSON, cut_off=False)
NUDGE: Nudge[Any] = Nudge("hello", lambda _facts, _library: HELLO, None, kind=NudgeKind.CHECKIN)
BEFORE = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("person", "nudge", "reason"),
    [
        ({}, {}, ""),
        ({"cut_off": True}, {}, "team access revoked"),
        ({"status": PersonStatus.STOPPED}, {"reaches_newcomers": True}, "stopped"),
        ({"status": PersonStatus.GONE}, {"reaches_newcomers": True}, "gone"),
        ({"is_guest": True}, {}, "guest"),
        ({"status": PersonStatus.NEW}, {}, "not started"),
        ({"status": PersonStatus.WELCOMED}, {}, "not started"),
        ({"status": PersonStatus.WELCOMED}, {"reaches_newcomers": True}, ""),
        ({"turned_off": frozenset({NudgeKind.CHECKIN})}, {}, "turned off"),
        ({"turned_off": frozenset({NudgeKind.LETTERS})}, {}, ""),
        ({}, {"rhythm": lambda _person, ignored: ignored or None}, "not due any more"),
        ({}, {"rhythm": lambda _person, ignored: not ignored or None}, ""),
        ({"pauses": (Pause(BEFORE, BEFORE), Pause(DAY, DAY))}, {}, "paused"),
        ({"pauses": (Pause(BEFORE, BEFORE),)}, {}, ""),
    ],
)
def test_to_somebody(library: Library, person: dict[str, Any], nudge: dict[str, Any], reason: str) -> None:
    facts = replace(BARE, person=replace(MARIA, **person))
    assert replace(NUDGE, **nudge).message(facts, library) == (Skip(reason) if reason else HELLO)


def test_what_outlasts_a_pause_comes_on_a_day_after_it(library: Library) -> None:
    facts = replace(BARE, person=replace(MARIA, pauses=(Pause(DAY, None),)))
    nudge: Nudge[Any] = replace(NUDGE, outlasts_pauses=always)
    assert nudge.message(facts, library) == Skip("paused", moves=True)
    asked, said = {TEAM_INVITATION, RIDEALONG_INVITATION, FEEDBACK_REQUEST}, {RIDEALONG_REVEAL, FEEDBACK_RESULT}
    outlasting = {nudge.key for nudge in NUDGES if nudge.outlasts_pauses is always}
    assert outlasting == asked | said | {COMMITMENT_FOLLOW_UP}
    assert [nudge.key for nudge in NUDGES if nudge.outlasts_pauses not in {always, never}] == [RIDEALONG_NEWS]


@pytest.mark.parametrize(
    ("nudge", "facts", "kept_back"),
    [
        ({}, {"sent_today": 2}, Skip("over the budget")),
        ({}, {"sent_today": 1}, None),
        ({"counts_towards_budget": False}, {"sent_today": 9}, None),
        ({"moves": 2}, {"sent_today": 2}, Skip("over the budget", moves=True)),
        ({"moves": 2}, {"sent_today": 2, "held_back": 1}, Skip("over the budget", moves=True)),
        ({"moves": 2}, {"sent_today": 2, "held_back": 2}, Skip("over the budget, given up after 3 days")),
    ],
)
def test_where_the_day_has_no_room(
    library: Library, nudge: dict[str, Any], facts: dict[str, Any], kept_back: Skip | None
) -> None:
    counted = replace(NUDGE, **{"counts_towards_budget": True} | nudge)
    assert counted.message(replace(BARE, person=MARIA, **facts), library) == (kept_back or HELLO)


@pytest.mark.parametrize(("paused_for", "kept_back"), [("is_archived", Skip("paused")), ("", None)])
def test_to_a_channel(library: Library, paused_for: str, kept_back: Skip | None) -> None:
    facts = replace(BARE, channel=replace(CHANNEL, paused_for=paused_for))
    assert NUDGE.message(facts, library) == (kept_back or HELLO)
