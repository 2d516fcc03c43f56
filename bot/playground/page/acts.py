"""Carries out on the stage what a person does on the page, sent as JSON, and answers with what Slack told them."""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.localslack import NotThere, PersonError, PostedMessage, View
from bot.localslack.state.elements import places
from bot.playground.actor import Actor
from bot.playground.page.studio import Studio

Given = Mapping[str, Any]
Act = Callable[[Actor, Given], Awaitable[Any]]


async def act(studio: Studio, request: Given) -> dict[str, Any]:
    """Carry out one act. Returns the sentences that Slack told the person, and what a menu that searches offers."""
    doing = ACTS.get(str(request.get("do")))
    if doing is None:
        return {"told": ["This page cannot do that."]}
    try:
        async with studio.turn(str(request.get("as"))) as actor:
            assert actor is not None
            studio.is_fresh = studio.is_fresh and request["do"] == "home"  # which the page itself opens
            before = len(actor.notices)
            offers = await doing(actor, request)
            return {"told": list(actor.notices[before:])} | ({"offers": offers} if offers else {})
    except (PersonError, LookupError) as problem:
        return {"told": [str(problem)]}


async def _write(actor: Actor, request: Given) -> None:
    text = str(request.get("text", "")).strip()
    channel = str(request.get("channel") or "dm")
    if text.startswith("/"):
        name, _, rest = text.partition(" ")
        await actor.command(name, rest.strip(), channel)
    elif text:
        await actor.send(channel, text, str(request.get("thread", "")))


async def _press(actor: Actor, request: Given) -> None:
    await actor.press(str(request["key"]), _place(actor, request), str(request.get("choice", "")))


async def _choose(actor: Actor, request: Given) -> None:
    """Choose in a field. One that waits for the submission is only kept: the app is not told, and nothing needs
    to settle.
    """
    where, key = _place(actor, request), str(request["key"])
    waits = any(place.address == key and not place.dispatches for place in places(where.blocks))
    if waits:
        await actor.client.choose(where, key, request.get("value"))
    else:
        await actor.choose(key, request.get("value"), where)


async def _upload(actor: Actor, request: Given) -> None:
    """Choose files, each with its name and its bytes as base64; like every input they wait for the submission."""
    files = [(str(name), b64decode(content)) for name, content in request.get("files") or ()]
    await actor.client.choose(_place(actor, request), str(request["key"]), files)


async def _suggest(actor: Actor, request: Given) -> list[dict[str, str]]:
    """What a menu that searches offers: value and label of each."""
    offered = await actor.client.suggest(_place(actor, request), str(request["key"]), str(request.get("text", "")))
    return [{"value": option["value"], "label": option["text"]["text"]} for option in offered]


async def _submit(actor: Actor, request: Given) -> None:
    await actor.submit(request.get("values") or {})


async def _close(actor: Actor, request: Given) -> None:
    if actor.modal is not None:
        await actor.close(everything=bool(request.get("everything")))


async def _home(actor: Actor, _given: Given) -> None:
    await actor.open_home()


async def _shortcut(actor: Actor, request: Given) -> None:
    await actor.shortcut(str(request["callback_id"]), _message(actor, request))


ACTS: Mapping[str, Act] = {
    "write": _write,
    "press": _press,
    "choose": _choose,
    "suggest": _suggest,
    "upload": _upload,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "shortcut": _shortcut,
}


def _place(actor: Actor, request: Given) -> PostedMessage | View:
    kind = request.get("kind")
    place = actor.modal if kind == "modal" else actor.home if kind == "home" else _message(actor, request)
    if place is None:
        raise NotThere("That form is no longer open.")
    return place


def _message(actor: Actor, request: Given) -> PostedMessage:
    channel, ts = str(request.get("channel")), str(request.get("ts"))
    for message in (*actor.messages(channel), *actor.ephemerals(channel)):
        if message.ts == ts:
            return message
    raise NotThere("That message no longer exists.")
