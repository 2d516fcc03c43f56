"""What a person does on the page, as JSON, done on the stage as in Slack; what Slack said about it comes back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.localslack import NotThere, PersonError, PostedMessage, View
from bot.localslack.state.elements import places
from bot.playground.actor import Actor
from bot.playground.page.studio import Studio

Given = Mapping[str, Any]
Act = Callable[[Actor, Given], Awaitable[Any]]


async def act(studio: Studio, given: Given) -> dict[str, Any]:
    """Do it; gives the sentences that Slack told the person, and the ts of a message to open a thread on."""
    doing = ACTS.get(str(given.get("do")))
    if doing is None:
        return {"told": ["This page does not know how to do that."]}
    try:
        async with studio.turn(str(given.get("as"))) as actor:
            assert actor is not None
            before = len(actor.notices)
            await doing(actor, given)
            return {"told": list(actor.notices[before:])}
    except (PersonError, LookupError) as problem:
        return {"told": [str(problem)]}


async def _write(actor: Actor, given: Given) -> None:
    text = str(given.get("text", "")).strip()
    channel = str(given.get("channel") or "dm")
    if text.startswith("/"):
        name, _, rest = text.partition(" ")
        await actor.command(name, rest.strip(), channel)
    elif text:
        await actor.send(channel, text, str(given.get("thread", "")))


async def _press(actor: Actor, given: Given) -> None:
    await actor.press(str(given["key"]), _place(actor, given), str(given.get("choice", "")))


async def _choose(actor: Actor, given: Given) -> None:
    """What waits for the submission is only kept: nobody hears of it, and nothing has to settle."""
    where, key = _place(actor, given), str(given["key"])
    waits = any(place.address == key and not place.dispatches for place in places(where.blocks))
    if waits:
        await actor.client.choose(where, key, given.get("value"))
    else:
        await actor.choose(key, given.get("value"), where)


async def _submit(actor: Actor, given: Given) -> None:
    await actor.submit(given.get("values") or {})


async def _close(actor: Actor, given: Given) -> None:
    if actor.modal is not None:
        await actor.close(everything=bool(given.get("everything")))


async def _home(actor: Actor, _given: Given) -> None:
    await actor.open_home()


async def _shortcut(actor: Actor, given: Given) -> None:
    await actor.shortcut(str(given["callback_id"]), _message(actor, given))


ACTS: Mapping[str, Act] = {
    "write": _write,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "shortcut": _shortcut,
}


def _place(actor: Actor, given: Given) -> PostedMessage | View:
    kind = given.get("kind")
    place = actor.modal if kind == "modal" else actor.home if kind == "home" else _message(actor, given)
    if place is None:
        raise NotThere("That form is closed.")
    return place


def _message(actor: Actor, given: Given) -> PostedMessage:
    channel, ts = str(given.get("channel")), str(given.get("ts"))
    for message in (*actor.messages(channel), *actor.ephemerals(channel)):
        if message.ts == ts:
            return message
    raise NotThere("That message is gone.")
