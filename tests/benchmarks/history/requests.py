"""What people ask: the Home tab, Done, and every sub-command, found in the registry."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, cycle
from typing import Any

from bot.blocks.ids import Action
from bot.domain.people.people import Who
from handlers.commands import COMMANDS
from tests.benchmarks.caller import Caller, command_form
from tests.benchmarks.history.story import MARIA, NORA, TEAM, WORKSPACE

# What follows a sub-command that needs something; the others are typed alone, by Maria.
TYPED = {
    "/ridealong": f"<@{TEAM[0].user_id}> Acme tomorrow 3pm",
    "/ridealong log": f"<@{TEAM[0].user_id}> Acme yesterday 3pm",
    "/ridealong history": f"<@{TEAM[0].user_id}>",
    "/secondchair one-to-one": f"<@{TEAM[0].user_id}>",
    "/secondchair nudge": "list",
    "/secondchair pause": "until tomorrow",
}
AN_ADMINS = frozenset({
    "/secondchair admin", "/secondchair numbers", "/secondchair api", "/secondchair webhook", "/secondchair whatworks",
    "/secondchair retention", "/secondchair content", "/secondchair nudge",
})  # fmt: skip
# What is pressed or typed afterwards, unmeasured, so that the next time finds the same state.
UNDONE = {"/secondchair stop": Action.START, "/secondchair pause": "/secondchair resume"}
numbers = count()


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `send` sends it once, given where answers go; `undo` is sent afterwards, unmeasured."""

    name: str
    send: Callable[[Caller, str], Awaitable[float]]
    undo: "Request | None" = None


def home(who: Who = MARIA) -> Request:
    """Somebody opens the Home tab."""
    event = {"type": "app_home_opened", "user": who.user_id, "channel": "D1", "tab": "home", "event_ts": "1.0"}

    async def send(caller: Caller, _respond: str) -> float:
        return await caller.event({
            "type": "event_callback", "team_id": WORKSPACE, "api_app_id": "A1", "event_id": f"E{next(numbers)}",
            "event": event, "authorizations": [{"team_id": WORKSPACE, "is_bot": True}],
        })  # fmt: skip

    return Request("Home", send)


def pressed(name: str, who: Who, action: str, values: Iterator[str]) -> Request:
    """Somebody presses a button in a message, with each of these values in turn."""

    async def send(caller: Caller, respond: str) -> float:
        number = next(numbers)
        payload: dict[str, Any] = {
            "type": "block_actions", "team": {"id": WORKSPACE}, "user": {"id": who.user_id, "team_id": WORKSPACE},
            "api_app_id": "A1", "trigger_id": f"T{number}", "response_url": respond,
            "channel": {"id": f"D{who.user_id}"}, "message": {"ts": f"{number}.0"},
            "container": {"type": "message", "message_ts": f"{number}.0", "channel_id": f"D{who.user_id}"},
            "actions": [{"type": "button", "action_id": action, "value": next(values), "action_ts": f"{number}.1"}],
        }  # fmt: skip
        return await caller.form({"payload": json.dumps(payload)})

    return Request(name, send)


def typed(name: str, who: Who, text: str = "") -> Request:
    """Somebody types a command; `name` may hold its sub-command."""
    command, _, sub = name.partition(" ")

    async def send(caller: Caller, respond: str) -> float:
        words = f"{sub} {text}".strip()
        trigger = f"T{next(numbers)}"
        form = command_form(command, words, who.user_id, team_id=WORKSPACE, trigger=trigger, respond=respond)
        return await caller.form(form)

    after = UNDONE.get(name)
    if after is None:
        return Request(name, send)
    again = typed(after, who) if after.startswith("/") else pressed(after, who, after, cycle([""]))
    return Request(name, send, again)


def subcommands() -> list[Request]:
    """Every sub-command of every command, and the commands that do something on their own."""
    names = [command.name for command in COMMANDS if command.run is not None]
    names += [f"{command.name} {sub.name}" for command in COMMANDS for sub in command.subcommands]
    return [typed(name, NORA if name in AN_ADMINS else MARIA, TYPED.get(name, "")) for name in names]


def done(delivery_id: str) -> Request:
    """Maria presses Done on a prompt, then Undo."""
    undo = pressed("Undo", MARIA, Action.PROMPT_UNDO, cycle([delivery_id]))
    return replace(pressed("Done", MARIA, Action.PROMPT_DONE, cycle([delivery_id])), undo=undo)
