"""Joins our handlers to Bolt: gives each what it asks for by name, lets each request through once, keeps every task
that runs so that it can finish at shutdown, and answers whatever goes wrong.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.errors import Problem, Problems
from bot.services.services import Services
from content.models import Library
from handlers import errors
from handlers.answer import Answer
from handlers.command import Command, Handler
from handlers.parse import Body, who

Choose = Callable[[Body], Handler]
Listener = Callable[[AsyncArgs], Awaitable[None]]
FROM_BOLT = frozenset({"body", "command", "event", "view"})
ANSWER = "answer"


class Binding:
    """What handlers get: parts of the request from Bolt, our use cases and words, and the `answer` to give."""

    def __init__(self, services: Services, library: Library, commands: tuple[Command, ...]) -> None:
        self._ours: dict[str, Any] = {"services": services, "library": library, "commands": commands}
        self._services = services
        self._library = library
        self._running: set[asyncio.Task[Any]] = set()

    def command(self, command: Command) -> Listener:
        """The listener for a slash command and all its sub-commands. Raises TypeError as `bind` does."""
        for runnable in (command, *command.subcommands):
            if runnable.run is not None:
                self._names(runnable.run)
        return self._listener(command.handler)

    def bind(self, handler: Handler) -> Listener:
        """The listener for Bolt. Raises TypeError where the handler asks for an argument that does not exist.

        Bolt itself passes None for a misspelt name, and says so in a warning only.
        """
        self._names(handler)
        return self._listener(lambda _body: handler)

    def _names(self, handler: Handler) -> tuple[str, ...]:
        names = tuple(inspect.signature(handler).parameters)
        unknown = set(names) - FROM_BOLT - set(self._ours) - {ANSWER}
        if unknown:
            raise TypeError(f"{handler.__module__}.{handler.__qualname__} asks for {', '.join(sorted(unknown))}")
        return names

    def _listener(self, choose: Choose) -> Listener:
        async def listener(args: AsyncArgs) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._running.add(task)
            try:
                await self._once(choose, args)
            finally:
                self._running.discard(task)

        return listener

    async def drain(self) -> None:
        """Wait until every running handler is done."""
        while self._running:
            await asyncio.wait(self._running)

    async def _once(self, choose: Choose, args: AsyncArgs) -> None:
        if is_echo(args.body):
            await args.ack()
            return
        workspace_id, key = who(args.body).workspace_id, request_key(args.body)
        if args.body.get("type") != "view_submission":  # only a form's answer says whether it was saved
            await args.ack()  # before the database is asked, so that Slack waits for nothing of ours
        try:
            if key and not await self._services.requests.is_new(workspace_id, key):
                await args.ack()
                return
            handler = choose(args.body)
            answer = Answer(args, self._library, self._services.pictures)
            available = self._ours | {ANSWER: answer}
            await handler(
                **{name: available[name] if name in available else getattr(args, name) for name in self._names(handler)}
            )
            await answer.close()
            if answer.is_home:
                await answer.draw_home(await self._services.home.facts(answer.who))
        except (Problem, Problems) as problem:
            await self._let_again(workspace_id, key)
            await errors.show_problem(args, self._library, problem)
        except Exception as error:  # noqa: BLE001 - the one place where everything is answered and logged
            await self._let_again(workspace_id, key)
            await errors.show_failure(args, self._library, error)

    async def _let_again(self, workspace_id: str, key: str) -> None:
        if key:
            await self._services.requests.forget(workspace_id, key)


def is_echo(body: Body) -> bool:
    """Whether Slack tells of a message that nobody wrote to us just now: one of ours, of another app, or a change."""
    event = body.get("event") or {}
    return event.get("type") == "message" and bool(event.get("bot_id") or event.get("subtype"))


def request_key(body: Body) -> str:
    """What tells this request from every other of its workspace; the same when Slack delivers it twice."""
    if body.get("event_id"):
        return f"event {body['event_id']}"
    if body.get("type") == "view_submission":
        return f"view {body['view']['id']} {body['view'].get('hash', '')}"
    trigger = body.get("trigger_id")
    if body.get("actions"):
        return f"action {body['actions'][0].get('action_ts') or trigger}"
    return f"trigger {trigger}" if trigger else ""
