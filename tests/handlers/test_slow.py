"""A command or button that takes long says so once, unless by then we are only waiting for Slack."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.blocks.block_kit import Message
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.answer import Answer
from handlers.binding import Binding
from handlers.submissions import Waits
from tests.fakes import NobodyMoved


class Pressed:
    """A button that somebody pressed, and what they read; `is_slow` keeps Slack from accepting the answer."""

    def __init__(self) -> None:
        self.body = {"type": "block_actions", "response_url": "url", "team": {"id": "T1"}, "user": {"id": "U1"}}
        self.body |= {"actions": cast("Any", [{"action_ts": "1"}])}
        self.client = self
        self.context: dict[str, str] = {}
        self.read: list[str] = []
        self.goes_on, self.has_read = asyncio.Event(), asyncio.Event()

    async def ack(self) -> None:
        """Acknowledged."""

    async def respond(self, text: str, **_: Any) -> SimpleNamespace:
        self.read.append(text)
        self.has_read.set()
        return SimpleNamespace(status_code=200, body="ok")

    async def views_open(self, **_: Any) -> None:
        raise TimeoutError  # the trigger has expired by then

    async def chat_postMessage(self, text: str, **_: Any) -> None:  # noqa: N802 - Slack's name
        self.read.append(text)
        self.has_read.set()

    async def chat_update(self, **_: Any) -> None:
        await self.goes_on.wait()


class Requests:
    """Every request is new."""

    async def is_new(self, _workspace_id: str, _key: str) -> bool:
        return True


@pytest.fixture
def binding(library: Library) -> Binding:
    services = cast("Services", SimpleNamespace(requests=Requests(), pictures=None, identities=NobodyMoved()))
    return Binding(services, Libraries(only=library), (), Waits(other=0.0))


@pytest.mark.parametrize("place", ["response_url", "trigger_id"], ids=["in a message", "in the Home tab"])
async def test_what_is_still_under_way_says_so_with_a_reference(binding: Binding, place: str) -> None:
    pressed = Pressed()
    pressed.body = {name: part for name, part in pressed.body.items() if name != "response_url"} | {place: "given"}

    async def handler() -> None:
        await pressed.goes_on.wait()

    task = asyncio.ensure_future(cast("Any", binding.bind(handler))(pressed))
    await pressed.has_read.wait()
    pressed.goes_on.set()
    await task
    assert [text[:31] for text in pressed.read] == ["This takes longer than usual, a"]


async def test_what_is_done_and_not_shown_yet_says_nothing(binding: Binding) -> None:
    pressed, is_done = Pressed(), asyncio.Event()

    async def handler(answer: Answer) -> None:
        await answer.close()
        is_done.set()
        await answer.update("C1", "1.0", Message("Done", ()))

    task = asyncio.ensure_future(cast("Any", binding.bind(handler))(pressed))
    await is_done.wait()
    for _ in range(10):
        await asyncio.sleep(0)
    pressed.goes_on.set()
    await task
    assert pressed.read == []
