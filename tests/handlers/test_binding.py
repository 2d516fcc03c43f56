"""Requests that only need an acknowledgement get it before the database is asked; a form waits until it is saved."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from structlog.testing import capture_logs

from bot.blocks.block_kit import Message
from bot.services.requests import Begun
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.answer import Answer
from handlers.binding import Binding
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.errors import TOO_MANY
from handlers.submissions import WAITS, Waits
from tests.fakes import NobodyMoved


class Order:
    """Records what happens; stands in for the arguments of a handler."""

    def __init__(self, body: dict[str, Any], *, is_new: bool) -> None:
        self.seen: list[str] = []
        self.body = body
        self.command, self.event, self.view = object(), object(), object()
        self.context: dict[str, Any] = {}
        self.requests = self.pictures = self
        self.client = self
        self.identities = NobodyMoved()
        self.acked, self.goes_on = asyncio.Event(), asyncio.Event()
        self.goes_on.set()
        self._is_new = is_new

    async def is_new(self, _workspace_id: str, _key: str) -> bool:
        self.seen.append("asked")
        return self._is_new

    async def begin(self, workspace_id: str, key: str) -> Begun:
        return Begun.NOW if await self.is_new(workspace_id, key) else Begun.DONE

    async def done(self, _workspace_id: str, _key: str) -> None:
        self.seen.append("noted")

    async def ack(self, **given: Any) -> None:
        self.seen.append("acked" if not given else f"acked: {', '.join(given)}")
        self.acked.set()

    async def respond(self, text: str, **_: Any) -> SimpleNamespace:
        self.seen.append(f"read: {text}")
        return SimpleNamespace(status_code=200, body="ok")

    @property
    def handler(self) -> Callable[[], Awaitable[None]]:
        async def handler() -> None:
            await self.goes_on.wait()
            self.seen.append("handled")

        return handler


@pytest.mark.parametrize(
    ("body", "is_new", "seen"),
    [
        ({"command": "/selfcheck", "trigger_id": "1"}, True, ["acked", "asked", "handled"]),
        ({"type": "block_actions", "actions": [{"action_ts": "1"}]}, True, ["acked", "asked", "handled"]),
        ({"command": "/selfcheck", "trigger_id": "1"}, False, ["acked", "asked"]),
        ({"type": "view_submission", "view": {"id": "V1"}}, True, ["asked", "handled", "noted", "acked"]),
        ({"type": "view_submission", "view": {"id": "V1"}}, False, ["asked", "acked"]),
        ({"type": "block_suggestion"}, True, ["handled"]),
        ({"event": {"type": "message", "bot_id": "B1"}, "event_id": "1"}, True, ["acked"]),
    ],
)
async def test_the_database_keeps_no_ack_waiting(
    library: Library, body: dict[str, Any], is_new: bool, seen: list[str]
) -> None:
    order = Order(body, is_new=is_new)
    await bound(order, library).bind(order.handler)(cast("AsyncArgs", order))
    assert order.seen == seen


def bound(order: Order, library: Library, waits: Waits = WAITS) -> Binding:
    return Binding(cast("Services", order), Libraries(only=library), COMMANDS, waits)


async def test_a_command_runs_what_it_is_for(library: Library) -> None:
    order = Order({"command": "/selfcheck", "trigger_id": "1"}, is_new=True)
    await bound(order, library).command(Command("/selfcheck", order.handler))(cast("AsyncArgs", order))
    assert order.seen == ["acked", "asked", "handled"]


async def misspelt(answr: Answer) -> None:
    """Asks for something that does not exist."""


@pytest.mark.parametrize(
    "command",
    [None, Command("/x", misspelt), Command("/x", subcommands=(Command("y", misspelt),))],
    ids=["a button", "a command", "a sub-command"],
)
def test_a_handler_that_asks_for_what_nobody_gives_is_refused_at_the_start(
    library: Library, command: Command | None
) -> None:
    binding = bound(Order({}, is_new=True), library)
    with pytest.raises(TypeError, match="misspelt asks for answr"):
        binding.bind(misspelt) if command is None else binding.command(command)


async def test_a_handler_gets_what_it_asks_for(library: Library) -> None:
    order, given = Order({"command": "/selfcheck", "trigger_id": "1"}, is_new=True), list[Any]()
    binding = bound(order, library)

    async def handler(
        body: Any, command: Any, event: Any, view: Any, services: Any, libraries: Any, commands: Any, words: Any,
        answer: Answer, library: Any,
    ) -> None:  # fmt: skip
        given.extend([body, command, event, view, services, libraries.default, commands, words, answer.library])
        given.append(library)

    await binding.bind(handler)(cast("AsyncArgs", order))
    assert given == [
        order.body, order.command, order.event, order.view, order, library, COMMANDS, binding.words, library, library,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [{"type": "block_actions", "actions": [{"action_ts": "1"}]}, {"type": "view_submission", "view": {"id": "V1"}}],
    ids=["a button", "a form"],
)
async def test_the_end_waits_for_what_runs_even_where_its_person_was_told_that_it_takes_long(
    library: Library, body: dict[str, Any]
) -> None:
    order = Order(body, is_new=True)
    order.goes_on.clear()
    binding = bound(order, library, Waits(form=0.0, other=0.0))
    asked = asyncio.create_task(cast("Any", binding.bind(order.handler)(cast("AsyncArgs", order))))
    await order.acked.wait()
    end = asyncio.create_task(binding.drain())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not end.done()
    order.goes_on.set()
    await end
    assert "handled" in order.seen
    await asked
    await binding.drain()


async def test_the_end_waits_for_what_was_kept(library: Library) -> None:
    binding, goes_on = bound(Order({}, is_new=True), library), asyncio.Event()
    task = asyncio.create_task(cast("Any", goes_on.wait()))
    binding.keep(task)
    end = asyncio.create_task(binding.drain())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not end.done()
    goes_on.set()
    await end
    assert task.done()


async def test_what_is_too_much_at_once_is_said_and_not_done(library: Library) -> None:
    order = Order({"command": "/selfcheck", "trigger_id": "1", "response_url": "here"}, is_new=True)
    order.context[TOO_MANY] = True
    await bound(order, library).bind(order.handler)(cast("AsyncArgs", order))
    assert order.seen == ["acked", f"read: {library.say('errors.too_many')}"]


async def test_a_menu_that_fails_offers_nothing_and_is_logged(library: Library) -> None:
    order = Order({"type": "block_suggestion"}, is_new=True)

    async def handler() -> None:
        raise RuntimeError

    with capture_logs() as lines:
        await bound(order, library).bind(handler)(cast("AsyncArgs", order))
    assert order.seen[0] == "acked: options"
    assert "request.failed" in [line["event"] for line in lines]


async def test_a_form_that_another_process_decides_keeps_no_later_one_waiting(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        Order({"type": "view_submission", "view": {"id": "V1", "state": {"values": {"note": text}}}}, is_new=True)
        for text in ("a", "b")
    )
    begun, first_begun = [Begun.UNDECIDED, Begun.NOW], asyncio.Event()

    async def begin(_workspace_id: str, _key: str) -> Begun:
        await first_begun.wait()
        return begun.pop(0)

    monkeypatch.setattr(first, "begin", begin)
    binding = bound(first, library, Waits(form=0.0))
    sent = [
        asyncio.create_task(cast("Any", binding.bind(form.handler)(cast("AsyncArgs", form))))
        for form in (first, second)
    ]
    await second.acked.wait()
    first_begun.set()
    await asyncio.gather(*sent)
    assert ("handled" in first.seen, "handled" in second.seen) == (False, True)


@pytest.mark.parametrize("known_at", [0, 1], ids=["before", "by this very request"])
async def test_who_has_a_new_id_is_named_by_it(
    library: Library, monkeypatch: pytest.MonkeyPatch, known_at: int
) -> None:
    order, asked = Order({"command": "/ridealong", "trigger_id": "1", "user_id": "U9"}, is_new=True), list[str]()

    async def former(workspace_id: str) -> dict[str, str]:
        asked.append(workspace_id)
        return {"U9": "U1"} if len(asked) > known_at else {}

    monkeypatch.setattr(order.identities, "former", former)
    named: list[str] = []

    async def handler(answer: Answer) -> None:
        named.append(answer.who.user_id)

    await bound(order, library).bind(handler)(cast("AsyncArgs", order))
    assert named == ["U1"]


async def test_of_what_many_change_in_one_message_only_the_last_is_shown(library: Library) -> None:
    shown: list[str] = []
    binding = bound(Order({}, is_new=True), library)

    async def chat_update(*, text: str, **_: Any) -> None:
        shown.append(text)

    async def press(number: str) -> None:
        pressed = Order({"type": "block_actions", "actions": [{"action_ts": number}]}, is_new=True)
        pressed.client = cast("Any", SimpleNamespace(chat_update=chat_update))

        async def handler(answer: Answer) -> None:
            await answer.update("C1", "1.0", Message(number, ()))

        await binding.bind(handler)(cast("AsyncArgs", pressed))

    await asyncio.gather(*map(press, "123"))
    assert shown == ["3"]
