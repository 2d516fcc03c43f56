"""What a whole request asks of the database, from its arrival to its answer: as much after five years as after two
weeks; and whatever only reads waits for nobody who writes.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.blocks.ids import Action
from bot.domain.people.people import Who
from bot.services.context import Context
from bot.services.services import Services
from handlers.actions import ACTIONS
from handlers.binding import Binding
from handlers.command import Command, Effect
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from tests.services.long_history import live
from tests.services.prompts.delivered import deliver
from tests.statements import statements

TYPED = {
    "/ridealong": "<@U2> Acme tomorrow 3pm",
    "/ridealong log": "<@U2> Acme yesterday 3pm",
    "/ridealong history": "<@U2>",
    "/secondchair one-to-one": "<@U2>",
}
USUAL = 8  # statements
MORE = {
    "Home": 11, "/ridealong history": 10, "/secondchair nudge": 10, "/secondchair one-to-one": 9,
    "/secondchair map": 10, "/secondchair letter": 11, "/secondchair export": 33, "/secondchair pause": 27,
    "/secondchair resume": 27, "/secondchair stop": 18,
}  # fmt: skip
SHOWN = {"ok": True, "view": {"id": "V1"}, "channel": {"id": "D1"}, "ts": "1.0"}


class AnySlack:
    """A client for which Slack takes everything; it counts the calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, method: str) -> Callable[..., Awaitable[dict[str, Any]]]:
        async def call(**_given: Any) -> dict[str, Any]:
            self.calls.append(method)
            return SHOWN

        return call


class Desk:
    """Lets Maria ask, as Slack would bring it, without a Slack."""

    def __init__(self, services: Services, context: Context) -> None:
        self._binding = Binding(services, context.libraries, COMMANDS)
        self.slack = AnySlack()
        self._number = 0

    async def types(self, name: str) -> list[str]:
        """Maria types a command; the statements of it."""
        word, _, sub = name.partition(" ")
        command = next(command for command in COMMANDS if command.name == word)
        body = {"command": word, "text": f"{sub} {TYPED.get(name, '')}".strip(), "response_url": "here"}
        return await self._asks(self._binding.command(command), body)

    async def opens_home(self) -> list[str]:
        """Maria opens the Home tab."""
        event = {"type": "app_home_opened", "user": "U1", "tab": "home"}
        return await self._asks(self._binding.bind(EVENTS["app_home_opened"], reads=True), {"event": event})

    async def presses(self, action: Action, value: str) -> list[str]:
        """Maria presses a button in a message."""
        actions = [{"action_id": str(action), "value": value}]
        body = {"type": "block_actions", "actions": actions, "message": {"ts": "1.0"}, "channel": {"id": "D1"}}
        return await self._asks(self._binding.bind(ACTIONS[action]), body)

    async def _asks(self, listener: Callable[[AsyncArgs], Awaitable[None]], body: dict[str, Any]) -> list[str]:
        self._number += 1
        body |= {"team_id": "T1", "user_id": "U1", "channel_id": "D1", "trigger_id": str(self._number)}

        async def ack(**_given: Any) -> None:
            return None

        async def respond(**_given: Any) -> Any:
            self.slack.calls.append("respond")
            return SimpleNamespace(status_code=200)

        args = SimpleNamespace(body=body, command=body, event=body.get("event"), view=None, context={})
        args.client, args.ack, args.respond = self.slack, ack, respond
        self.slack.calls.clear()
        with statements() as asked:
            await listener(cast("AsyncArgs", args))
        assert self.slack.calls, "nothing was answered"
        return asked


@pytest.fixture
def desk(services: Services, context: Context) -> Desk:
    return Desk(services, context)


def named() -> dict[str, Command]:
    """Every command that does something by itself, and every sub-command."""
    own = {command.name: command for command in COMMANDS if command.run is not None}
    return own | {f"{command.name} {sub.name}": sub for command in COMMANDS for sub in command.subcommands}


async def asked_of(desk: Desk) -> dict[str, list[str]]:
    """The statements of everything that can be asked, once who was shown what on this day is noted."""
    for name in named():
        await desk.types(name)
    return {name: await desk.types(name) for name in named()} | {"Home": await desk.opens_home()}


@pytest.mark.parametrize("weeks", [2, 260])
async def test_a_request_asks_few_statements_however_long_the_history(
    services: Services, context: Context, maria: Who, tom: Who, desk: Desk, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    asked = await asked_of(desk)
    many = {name: statements for name, statements in asked.items() if len(statements) > MORE.get(name, USUAL)}
    assert {name: len(statements) for name, statements in many.items()} == {}, many


@pytest.mark.parametrize("weeks", [2, 260])
async def test_done_takes_eight_statements_from_press_to_answer(
    services: Services, context: Context, maria: Who, tom: Who, desk: Desk, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    delivery_id = await deliver(context, maria.user_id)
    await desk.opens_home()  # which reads what is read every few seconds
    asked = await desk.presses(Action.PROMPT_DONE, delivery_id)
    assert len(asked) <= 8, "\n".join(asked)


@pytest.mark.usefixtures("sales_of_an_admin")
async def test_what_only_reads_waits_for_no_writer(
    services: Services, context: Context, maria: Who, tom: Who, desk: Desk
) -> None:
    await live(services, context, maria, tom, 2)
    reading = [name for name, command in named().items() if command.effect is not Effect.WRITES]
    for name in reading:
        await desk.types(name)
    with closing(sqlite3.connect(context.database.file or "")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        for name in reading:
            asked = await desk.types(name)
            assert not [statement for statement in asked if not statement.startswith("SELECT")], name
        await desk.opens_home()


@pytest.mark.usefixtures("sales_of_an_admin")
async def test_what_writes_nothing_is_said_to_only_read(
    services: Services, context: Context, maria: Who, tom: Who, desk: Desk
) -> None:
    await live(services, context, maria, tom, 2)
    for name, command in named().items():
        asked = await desk.types(name)
        writes = [statement for statement in asked if not statement.startswith(("SELECT", "INSERT INTO seen"))]
        if command.effect is Effect.WRITES:
            assert writes or name in {"/secondchair nudge", "/secondchair admin", "/secondchair api"}, name
