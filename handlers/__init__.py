"""What Slack may ask. Thin: acknowledge, parse, one service call, blocks, respond.

Each folder has one tuple or dict that registers its files; `register` hands them all to Bolt.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.actions import ACTIONS
from handlers.binding import Binding, Listener
from handlers.command import Handler
from handlers.commands import COMMANDS
from handlers.errors import bolt_error
from handlers.events import EVENTS, READING
from handlers.options import OPTIONS, PICKED
from handlers.parse import Body
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS

Named = Mapping[str, Handler]
Asked = Callable[[Body], str]


def register(app: AsyncApp, binding: Binding) -> None:
    """Tell Bolt who answers what. Raises TypeError for a handler that asks for something that does not exist.

    Bolt asks each of its listeners in turn whether a request is for it, which takes longer than most answers do. So it
    gets one listener for all buttons, one for all forms and so on, and a dict says which handler to call.
    """

    def one_of(handlers: Named, asked: Asked) -> Listener:
        listeners = {name: binding.bind(handler, reads=name in READING) for name, handler in handlers.items()}

        async def listener(args: AsyncArgs) -> None:
            await listeners[asked(args.body)](args)

        return listener

    for command in COMMANDS:
        app.command(command.name)(binding.command(command))
    actions = _named(ACTIONS) | _named(PICKED)
    app.action({"action_id": _any(actions)})(one_of(actions, lambda body: str(body["actions"][0]["action_id"])))
    app.options({"action_id": _any(OPTIONS)})(one_of(_named(OPTIONS), lambda body: str(body["action_id"])))
    app.view(_any(VIEWS))(one_of(_named(VIEWS), lambda body: str(body["view"]["callback_id"])))
    app.shortcut(_any(SHORTCUTS))(one_of(_named(SHORTCUTS), lambda body: str(body["callback_id"])))
    events = {event.partition(".")[0]: handler for event, handler in EVENTS.items()}
    app.event(_any(events))(one_of(events, lambda body: str(body["event"]["type"])))
    app.error(bolt_error(binding.words.last))


def _named(handlers: Mapping[Any, Handler]) -> dict[str, Handler]:
    return {str(name): handler for name, handler in handlers.items()}


def _any(names: Iterable[str]) -> re.Pattern[str]:
    """Matches each of these names, and nothing else."""
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, names))})\Z")
