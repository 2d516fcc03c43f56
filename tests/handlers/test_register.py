"""Which handler a request reaches: each by its own name, and none by a name that is only similar."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers import register
from handlers.actions import ACTIONS
from handlers.binding import Binding, Listener
from handlers.command import Command, Handler
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.languages import Words
from handlers.options import OPTIONS, PICKED
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS

Request = dict[str, Any]
ALL: Mapping[str, Mapping[Any, Handler]] = {
    "action": {**ACTIONS, **PICKED},
    "options": OPTIONS,
    "view": VIEWS,
    "shortcut": SHORTCUTS,
    "event": EVENTS,
}


class Switchboard:
    """Notes which handler a request reaches, in place of the binding that would run it."""

    def __init__(self, library: Library) -> None:
        self.reached: asyncio.Queue[Handler] = asyncio.Queue()
        self.words = Words(cast("Services", None), Libraries(only=library))

    def bind(self, handler: Handler, *, reads: bool = False) -> Listener:  # noqa: ARG002 - as the binding has it
        async def listener(args: AsyncArgs) -> None:
            await args.ack()
            self.reached.put_nowait(handler)

        return listener

    def command(self, command: Command) -> Listener:
        return self.bind(command.handler({"text": ""}))


async def _authorized(**_: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb", bot_id="B1", bot_user_id="U0")


@pytest.fixture
def board(library: Library) -> Switchboard:
    return Switchboard(library)


@pytest.fixture
def app(board: Switchboard) -> AsyncApp:
    app = AsyncApp(name="tests", authorize=_authorized, signing_secret="s", request_verification_enabled=False)
    register(app, cast("Binding", board))
    return app


def request(kind: str, name: str) -> Request:
    """What Slack sends of this kind."""
    parts: dict[str, Request] = {
        "action": {"type": "block_actions", "actions": [{"action_id": name, "block_id": "b"}]},
        "options": {"type": "block_suggestion", "action_id": name, "block_id": "b", "value": ""},
        "view": {"type": "view_submission", "view": {"callback_id": name, "type": "modal"}},
        "shortcut": {"type": "message_action", "callback_id": name, "message": {}},
        "event": {"type": "event_callback", "event": {"type": name.partition(".")[0], "user": "U1"}, "team_id": "T1"},
    }
    return {"team": {"id": "T1"}, "user": {"id": "U1"}} | parts[kind]


async def asks(app: AsyncApp, body: Request) -> int:
    """Hand it to Bolt as the socket does. Returns the status."""
    response = await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))
    return int(response.status)


@pytest.mark.parametrize("kind", ALL)
async def test_each_name_reaches_its_own_handler(kind: str, app: AsyncApp, board: Switchboard) -> None:
    for name, handler in ALL[kind].items():
        assert await asks(app, request(kind, str(name))) == 200
        assert await board.reached.get() is handler


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("near", ["{}s", "x{}", "{}\n", "nothing of ours"])
async def test_a_name_that_is_only_like_one_reaches_none(
    kind: str, near: str, app: AsyncApp, board: Switchboard
) -> None:
    name = str(next(iter(ALL[kind]))).partition(".")[0]
    assert await asks(app, request(kind, near.format(name))) == 404
    assert board.reached.empty()


def test_bolt_has_few_listeners_to_ask(app: AsyncApp) -> None:
    assert len(app._async_listeners) == len(COMMANDS) + len(ALL)
