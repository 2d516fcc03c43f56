"""The gallery: everything that can be shown is there, Slack would accept it, and each part of it has a template."""

from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from bot.blocks.ids import Modal
from bot.localslack import BlockProblem, validate
from bot.nudges import NUDGES
from bot.playground.gallery import surfaces
from bot.playground.gallery.surfaces import Shown, everything
from bot.playground.page.draw import Pen
from bot.playground.page.gallery import CALLED, faults_of
from bot.playground.page.studio import Studio
from content.models import Library


@pytest.fixture(scope="module")
def shown(library: Library) -> list[Shown]:
    return everything(library)


def test_every_nudge_and_every_modal_hangs_there(shown: list[Shown]) -> None:
    assert {nudge.key for nudge in NUDGES} <= {one.source for one in shown}
    assert {str(modal) for modal in Modal} <= {one.json.get("callback_id") for one in shown}
    assert {one.surface for one in shown} == {"message", "modal", "home"}
    assert len({one.key for one in shown}) == len(shown)


def test_no_look_is_left_out_for_want_of_facts(library: Library) -> None:
    made = {surfaces._name(make): any(surfaces._made(make, library)) for make in surfaces._functions()}
    assert [name for name, is_drawn in made.items() if not is_drawn] == []


def test_slack_would_take_all_of_it(shown: list[Shown]) -> None:
    assert [(one.key, one.problems) for one in shown if one.problems] == []


def parts_of(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message or view."""
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    for part in thing if isinstance(thing, list) else ():
        yield from parts_of(part)


def test_nothing_typed_becomes_a_link_anywhere(shown: list[Shown]) -> None:
    """An address or a name that a person typed stays text, in every field of everything that can be shown."""
    texts = [
        (surface.key, part) for surface in shown for part in parts_of(surface.json) if part.get("type") == "mrkdwn"
    ]
    assert len(texts) > 100
    assert [(key, part["text"]) for key, part in texts if part.get("verbatim") is not True] == []
    assert [surface.key for surface in shown if surface.surface == "message" and not surface.json["blocks"]] == []


def test_every_part_has_a_template(shown: list[Shown]) -> None:
    assert [one.key for one in shown if "data-unknown" in Pen(CALLED).blocks(one.blocks)] == []


def test_an_unknown_block_is_shown_as_json_with_a_warning() -> None:
    drawn = Pen(CALLED).blocks([{"type": "hologram", "depth": "<b>"}])
    assert "No template for this block." in drawn
    assert "&lt;b&gt;" in drawn


def test_a_fault_stands_at_its_block_in_words() -> None:
    header: dict[str, Any] = {"type": "header", "text": {"type": "plain_text", "text": "x" * 200}}
    blocks: list[dict[str, Any]] = [{"type": "divider"}, header]
    faults = faults_of(validate(blocks, "message"))
    assert list(faults) == [1]
    assert "must be less than 151 characters" in Pen(CALLED, faults=faults).blocks(blocks)
    assert faults_of([BlockProblem("/title", "must be shorter")]) == {0: ["title: must be shorter"]}


async def test_it_is_served_in_the_looks_that_are_asked_for(studio: tuple[Studio, str]) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        page = await (await session.get("/gallery?look=both&width=both")).text()
        usual = await (await session.get("/gallery")).text()
    items = page.count("data-gallery-item=")
    assert items == usual.count("data-gallery-item=") > 100
    assert page.count('class="frame wide" data-theme="dark"') == items
    assert page.count('class="frame narrow" data-theme="light"') == items
    assert usual.count('class="frame narrow" data-theme="dark"') == items
