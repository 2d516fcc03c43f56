"""While the database is down, every button, form, command, shortcut and menu is answered, and says that it failed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.ids import Action, Menu, Modal
from bot.web.site import build_dispatch
from handlers.actions import ACTIONS
from handlers.commands import COMMANDS
from handlers.options import OPTIONS
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS
from tests.security.presses import press, submit
from tests.security.served_workspaces import ServedWorkspaces, opened
from tests.security.signed import by, interact

WORKSPACE, MARIA, HELP = "T1", "U1", "ou can type"
SAYS = re.compile(r"(did not work|not saved yet).*reference [0-9a-f]{8}")
Ask = Callable[[dict[str, Any]], Awaitable[str]]


@pytest.fixture
async def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ServedWorkspaces]:
    """A workspace whose token is known, but whose database has since gone down."""
    async with opened(tmp_path, (WORKSPACE,)) as served:
        await served.try_(served.client(WORKSPACE, MARIA).open_home())
        with monkeypatch.context() as outage:
            for name in ("transaction", "reading", "installations"):
                outage.setattr(served.bot.database, name, _away)
            yield served


def _away(*_: object, **__: object) -> object:
    raise ConnectionRefusedError


@pytest.fixture(params=["http", "socket"])
def ask(served: ServedWorkspaces, request: pytest.FixtureRequest) -> Ask:
    """Sends a payload as Slack would. Returns the acknowledgement, then everything said in the direct message, where
    Slack has no other place for it.
    """
    unhurried = count(step=60)  # one person tries more here than a crowd would
    dispatch = build_dispatch(served.bot, lambda: float(next(unhurried)))

    async def asked(payload: dict[str, Any]) -> str:
        before = len(served.client(WORKSPACE, MARIA).dm())
        if request.param == "http":
            status, said = await interact(served, payload)
            assert status == 200
        else:
            said = json.dumps(await dispatch.over_socket(payload))
        await served.bot.binding.drain()
        return said + " ".join(message.text for message in served.client(WORKSPACE, MARIA).dm()[before:])

    return asked


async def test_every_button_says_that_it_failed(ask: Ask) -> None:
    assert [action for action in ACTIONS if not SAYS.search(await ask(press(action, "x", MARIA)))] == []


async def test_every_form_stays_open_with_what_was_typed(ask: Ask) -> None:
    silent = []
    for modal in VIEWS:
        for blocks in ([{"type": "input", "block_id": "note"}], []):
            payload = submit(modal, "{}", MARIA)
            payload["view"]["blocks"] = blocks
            said = await ask(payload)
            kind = '"response_action": "errors"' if blocks else '"response_action": "update"'
            silent += [] if SAYS.search(said) and kind in said else [(modal, said)]
    assert silent == []


async def test_every_shortcut_and_menu_is_answered(ask: Ask) -> None:
    said = {"type": "message", "user": "U2", "ts": "1.1", "text": "well done"}
    for shortcut in SHORTCUTS:
        payload = by(WORKSPACE, MARIA, "message_action", callback_id=shortcut, message=said, channel={"id": "C1"})
        assert SAYS.search(await ask(payload))
    for menu in OPTIONS:
        payload = by(WORKSPACE, MARIA, "block_suggestion", action_id=menu, value="ber")
        del payload["trigger_id"]  # since nobody pressed anything
        assert json.loads(await ask(payload)) == {"options": []}
    assert set(OPTIONS) == set(Menu)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_command_says_that_it_failed(served: ServedWorkspaces, command: Any) -> None:
    client = served.client(WORKSPACE, MARIA)
    for words in ("@tom Acme", *(f"{sub.name} @tom" for sub in command.subcommands)):
        before = len(client.ephemerals())
        await client.command(command.name, words, "sales")
        await served.bot.binding.drain()
        told = [message.text for message in client.ephemerals()[before:]]
        said = [text for text in told if not text.endswith("“@tom” was not used.")]
        assert len(said) == 1 or client.modal, words  # a form that needs no data opens all the same
        assert [text for text in said if not (SAYS.search(text) or HELP in text)] == []


async def test_a_database_that_hangs_is_not_waited_for_to_know_whose_token_is_asked_for(
    served: ServedWorkspaces, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nobody would hear anything until it recovers: the token comes before everything else."""

    @asynccontextmanager
    async def hangs() -> AsyncIterator[None]:
        await asyncio.Event().wait()
        yield

    monkeypatch.setattr(served.bot.database, "installations", hangs)
    for payload in (press(Action.PROMPT_DONE, "x", MARIA), submit(Modal.PAUSE, "{}", MARIA)):
        assert SAYS.search(await ask(payload))
