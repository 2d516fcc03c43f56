"""The nudge contract: what holds for every nudge."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.ids import Action
from bot.domain.people.people import ChannelNudge, PersonStatus
from bot.domain.people.surfaces import SURFACES
from bot.domain.time.schedule import Pause
from bot.localslack.validate import validate
from bot.nudges import BY_KEY, NUDGES
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.playground.gallery.samples import TODAY, Samples
from content.models import Library
from tests.code import ROOT

EVERY = pytest.mark.parametrize("nudge", NUDGES, ids=lambda nudge: nudge.key)
TRIES = 150
SAID: dict[str, list[tuple[Facts[Any], Message]]] = {}
MENTIONED = re.compile(r"<@(\w+)>")
FALLBACK = 4000  # characters; Slack's advice for `text`


def messages(nudge: Nudge[Any], library: Library) -> list[tuple[Facts[Any], Message]]:
    """What the nudge says for many different facts, worked out once."""
    if nudge.key not in SAID:
        SAID[nudge.key] = list(said(nudge, library))
    return SAID[nudge.key]


def said(nudge: Nudge[Any], library: Library) -> Iterator[tuple[Facts[Any], Message]]:
    """What the nudge says, worked out again. Skips facts that it asserts against, as its loader never gives them."""
    for seed in range(TRIES):
        facts = replace(Samples(library, seed).facts(nudge), sent_today=0)
        try:
            message = nudge.message(facts, library)
        except AssertionError:
            continue
        if isinstance(message, Message):
            yield facts, message


def parts(block: Any, key: str) -> Iterator[Any]:
    """Every object inside blocks that has `key`."""
    if isinstance(block, dict):
        if key in block:
            yield block
        block = tuple(block.values())
    if isinstance(block, list | tuple):
        for each in block:
            yield from parts(each, key)


def test_keys_are_unique() -> None:
    assert [key for key, times in Counter(nudge.key for nudge in NUDGES).items() if times > 1] == []
    assert len(BY_KEY) == len(NUDGES)


@EVERY
def test_it_stands_in_the_readme_with_what_it_is(nudge: Nudge[Any], library: Library) -> None:
    table = re.search(
        r"<!-- nudges -->(.*?)<!-- /nudges -->", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert table
    assert f"| `{nudge.key}` | {library.say(f'nudges.{nudge.key}')} |" in table[1]


@EVERY
def test_it_has_something_to_say(nudge: Nudge[Any], library: Library) -> None:
    assert messages(nudge, library)


@EVERY
def test_it_is_silent_for_people_who_paused_stopped_left_or_are_guests(nudge: Nudge[Any], library: Library) -> None:
    hushed = [silenced for facts, _ in messages(nudge, library) for silenced in silences(facts)]
    assert [facts for facts in hushed if isinstance(nudge.message(facts, library), Message)] == []
    assert hushed


@EVERY
def test_the_same_facts_give_the_same_message(nudge: Nudge[Any], library: Library) -> None:
    assert [nudge.message(facts, library) for facts, _ in messages(nudge, library)] == [
        message for _, message in messages(nudge, library)
    ]


@EVERY
def test_the_same_seed_gives_the_same_facts(nudge: Nudge[Any], library: Library) -> None:
    """Facts as in the gallery, which shows tomorrow what it shows today."""
    for seed in range(10):
        assert Samples(library, seed).facts(nudge) == Samples(library, seed).facts(nudge)


@EVERY
def test_its_fallback_text_can_be_read_alone(nudge: Nudge[Any], library: Library) -> None:
    for text in {message.text for _, message in messages(nudge, library)}:
        assert len(text.split()) > 1
        assert len(text) <= FALLBACK
        assert text == text.strip()
        assert not re.search(r"\{\w*\}|\bNone\b|\bdatetime\b|^\w+\.\w+$", text)


@EVERY
def test_slack_takes_every_block_of_it(nudge: Nudge[Any], library: Library) -> None:
    faults = [fault for _, message in messages(nudge, library) for fault in validate(list(message.blocks), "message")]
    assert faults == []


@EVERY
def test_every_button_of_it_is_listened_to(nudge: Nudge[Any], library: Library) -> None:
    shown = [part for _, message in messages(nudge, library) for part in parts(message.blocks, "action_id")]
    assert {part["action_id"] for part in shown} <= {str(action) for action in Action}


@EVERY
def test_what_people_wrote_rings_nobody(nudge: Nudge[Any], library: Library) -> None:
    for _, message in messages(nudge, library):
        read = [message.text, *(part["text"] for part in parts(message.blocks, "type") if part["type"] == "mrkdwn")]
        assert [text for text in read if "<!" in text or "<@U9>" in text] == []


@EVERY
def test_somebody_who_has_two_unasked_messages_today_gets_no_third(nudge: Nudge[Any], library: Library) -> None:
    third = [nudge.message(replace(facts, sent_today=2), library) for facts, _ in messages(nudge, library)]
    assert {isinstance(each, Skip) for each in third} == {nudge.counts_towards_budget and not nudge.in_channels}


def silences(facts: Facts[Any]) -> list[Facts[Any]]:
    """The same facts for a recipient that should get nothing: a channel nudge stopped or paused, a person paused, gone
    or now a guest.
    """
    if facts.person is None:
        paused_nudge = replace(facts.about, paused_for="is_archived") if facts.about else None
        if isinstance(facts.payload, ChannelNudge):
            return [replace(facts, channel=None, payload=each) for each in (None, paused_nudge)]
        return [replace(facts, channel=each) for each in (None, paused_nudge)]
    paused = replace(facts.person, pauses=(Pause(TODAY, TODAY),))
    gone = [replace(facts.person, status=status) for status in (PersonStatus.STOPPED, PersonStatus.GONE)]
    guest = replace(facts.person, is_guest=True)
    return [replace(facts, person=person) for person in (paused, *gone, guest)]


@EVERY
def test_what_stays_when_somebody_is_deleted_names_nobody_but_its_reader(nudge: Nudge[Any], library: Library) -> None:
    named: set[str] = set()
    for facts, message in messages(nudge, library):
        read = [message.text, *(part["text"] for part in parts(message.blocks, "type") if part["type"] == "mrkdwn")]
        named |= set(MENTIONED.findall(" ".join(read))) - {facts.delivery.recipient}
    if SURFACES[nudge.key].others is None:
        assert named == set()


def test_every_kind_of_message_says_what_becomes_of_it() -> None:
    assert list(SURFACES) == [nudge.key for nudge in NUDGES]
