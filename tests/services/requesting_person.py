"""Sends the handlers requests as Slack would, but without a Slack, and counts the database statements."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.blocks.ids import Action
from bot.services.context import Context
from bot.services.services import Services
from handlers.actions import ACTIONS
from handlers.binding import Binding
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from tests.statements import statements

TYPED = {
    "/ridealong": "<@U2> Acme tomorrow 3pm",
    "/ridealong log": "<@U2> Acme yesterday 3pm",
    "/ridealong history": "<@U2>",
    "/secondchair one-to-one": "<@U2>",
}
SHOWN = {"ok": True, "view": {"id": "V1"}, "channel": {"id": "D1"}, "ts": "1.0"}


class AnySlack:
    """A client whose Slack accepts everything; it counts the calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, method: str) -> Callable[..., Awaitable[dict[str, Any]]]:
        async def call(**_given: Any) -> dict[str, Any]:
            self.calls.append(method)
            return SHOWN

        return call


class RequestingPerson:
    """Lets Maria send requests as Slack would, but without a Slack."""

    def __init__(self, services: Services, context: Context) -> None:
        self._binding = Binding(services, context.libraries, COMMANDS)
        self.slack = AnySlack()
        self._number = 0

    async def types(self, name: str) -> list[str]:
        """Maria types a command. Returns its statements."""
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
            return SimpleNamespace(status_code=200, body="ok")

        args = SimpleNamespace(body=body, command=body, event=body.get("event"), view=None, context={})
        args.client, args.ack, args.respond = self.slack, ack, respond
        self.slack.calls.clear()
        with statements() as asked:
            await listener(cast("AsyncArgs", args))
        assert self.slack.calls, "nothing was answered"
        return asked


def named() -> dict[str, Command]:
    """Every command that does something on its own, and every sub-command."""
    own = {command.name: command for command in COMMANDS if command.run is not None}
    return own | {f"{command.name} {sub.name}": sub for command in COMMANDS for sub in command.subcommands}
