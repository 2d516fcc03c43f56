"""The page's routes."""

import json
from datetime import timedelta
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.localslack import PersonError
from bot.playground.page.acts import act
from bot.playground.page.commands import typed_commands
from bot.playground.page.draw import HERE, rendered
from bot.playground.page.gallery import gallery, hung_picture
from bot.playground.page.guard import guard, harden
from bot.playground.page.inspector import Row, rows
from bot.playground.page.studio import Studio
from bot.playground.page.times import DESTINATIONS, picked
from bot.playground.page.window import SlackWindow, names_of
from bot.playground.sketches import SketchArtist
from bot.playground.stories.quarter import START, play_quarter
from bot.playground.terminal.show import local
from bot.web.pages import TEMPLATES

STUDIO = web.AppKey("studio", Studio)
QUIET = 15.0  # seconds after which a silent stream sends a sign of life
A_FEW_DAYS = timedelta(days=4)  # messages this recent are still unread when the story ends
BUSY = "Something else is still running. Try again when it is done."
routes = web.RouteTableDef()


def build_page(studio: Studio) -> web.Application:
    """The whole page over a studio."""
    app = web.Application(middlewares=[guard])
    app[STUDIO] = studio
    app.on_response_prepare.append(harden)
    app.add_routes(routes)
    app.router.add_get("/gallery", gallery)
    app.router.add_static("/static", HERE / "static")
    return app


def render(name: str, **facts: Any) -> web.Response:
    """The response with a filled template."""
    return web.Response(text=rendered(name, **facts), content_type="text/html")


@routes.get("/")
async def conversation(request: web.Request) -> web.Response:
    """One person's Slack: /?as=maria&at=home."""
    studio = request.app[STUDIO]
    await studio.ready.wait()
    version = studio.version  # taken before anything is read: a change in the meantime is drawn again
    offers = await _offers(studio, request.query.get("as", "maria"))
    window = _window(studio, request)
    if window.at != "home":
        studio.read(window.actor, window.channel)
    knows = json.dumps({"commands": typed_commands(), "people": [entry.key for entry in window.people()]})
    return render("slack.html", window=window, studio=studio, offers=offers, knows=_script(knows), version=version)


@routes.post("/act")
async def do(request: web.Request) -> web.Response:
    """Carry out an act of a person."""
    return web.json_response(await act(request.app[STUDIO], await request.json()))


@routes.post("/clock")
async def clock(request: web.Request) -> web.Response:
    """Move the clock, or let it play."""
    studio, body = request.app[STUDIO], await request.json()
    if "play" in body:
        studio.play(on=bool(body["play"]))
        return web.json_response({"told": []})
    try:
        actor = studio.stage.as_(str(body.get("as")))
        to = picked(body["at"], actor.user.tz) if "at" in body else None
        if to is None:
            to = await DESTINATIONS[str(body["to"])][1](studio.stage, actor)
    except (LookupError, ValueError):
        return _told("That is not a time that I understand.")
    if to is None:
        return _told("There is none coming up.")
    if to < studio.stage.now:
        return _told("The clock never goes back: what was sent cannot be unsent.")
    goal, studio.is_fresh = to, False
    started = studio.begin("Time is passing", lambda: studio.stage.jump(goal))
    return _told(*([] if started else [BUSY]))


@routes.post("/story")
async def story(request: web.Request) -> web.Response:
    """Load a story on a fresh stage."""
    studio, body = request.app[STUDIO], await request.json()

    async def load() -> None:
        if body.get("story") == "quarter":
            stage = await studio.raise_curtain(START)
            await play_quarter(stage)
            studio.catch_up(stage.now - A_FEW_DAYS)
            studio.is_fresh = False
        else:
            await studio.raise_curtain()

    words = "Playing a quarter" if body.get("story") == "quarter" else "Clearing the stage"
    started = studio.begin(words, load)
    return _told(*([] if started else [BUSY]))


@routes.get("/icon.svg")
async def icon(_request: web.Request) -> web.Response:
    """The app's icon, as its own pages show it."""
    return web.Response(body=(TEMPLATES / "icon.svg").read_bytes(), content_type="image/svg+xml")


@routes.get("/inspector")
async def inspector(request: web.Request) -> web.Response:
    """The list of calls; /inspector?filter=views.open"""
    studio = request.app[STUDIO]
    await studio.ready.wait()
    filter_ = request.query.get("filter", "")
    slack = studio.stage.slack
    shown = _rows(studio, filter_)
    return render("inspector.html", rows=shown, filter=filter_, refusals=slack.refusals, version=studio.version)


@routes.get("/file/{file}")
async def file(request: web.Request) -> web.Response:
    """A picture: one that the app uploaded, or one of the gallery."""
    studio, file_id = request.app[STUDIO], request.match_info["file"]
    await studio.ready.wait()
    uploaded = studio.stage.slack.state.files.get(file_id)
    artist = studio.stage.bot.artist
    picture = await hung_picture(file_id, artist) if uploaded is None else uploaded.content
    if picture is None:
        raise web.HTTPNotFound(text="There is no such picture.")
    png = await artist.finish(picture) if isinstance(artist, SketchArtist) else picture
    return web.Response(body=png, content_type="image/png")


@routes.get("/call/{number}")
async def call(request: web.Request) -> web.Response:
    """One call in full."""
    studio, number = request.app[STUDIO], int(request.match_info["number"])
    chosen = [row for row in _rows(studio, "", number) if row.number == number]
    if not chosen:
        raise web.HTTPNotFound(text="That call no longer exists.")
    return render("call.html", row=chosen[0])


@routes.get("/traffic.json")
async def traffic(request: web.Request) -> web.Response:
    """The calls as JSON."""
    chosen = _rows(request.app[STUDIO], request.query.get("filter", ""))
    return web.json_response(text="[" + ",\n".join(row.json for row in chosen) + "]")


@routes.get("/events")
async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the current version, and again at every change."""
    studio = request.app[STUDIO]
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    try:
        await stream.write(f"retry: 500\ndata: {studio.version}\n\n".encode())
        async for changed in studio.news(QUIET):
            await stream.write(f"data: {studio.version}\n\n".encode() if changed else b": alive\n\n")
    except ConnectionResetError:
        pass
    return stream


async def _offers(studio: Studio, handle: str) -> list[tuple[str, str, bool]]:
    """The buttons of the clock bar: key, words, and whether there is such a time; empty while a task is under
    way.
    """
    if studio.doing or studio.stage.team.member(handle) is None:
        return []
    stage, actor = studio.stage, studio.stage.as_(handle)
    return [(key, words, await find(stage, actor) is not None) for key, (words, find) in DESTINATIONS.items()]


def _rows(studio: Studio, filter_: str, number: int | None = None) -> list[Row]:
    stage = studio.stage
    names, zone = names_of(stage.workspace), stage.as_("nora").user.tz
    calls = stage.slack.traffic if number is None else stage.slack.traffic[: number + 1]
    return rows(calls, names, lambda at: local(at, zone), filter_)


def _window(studio: Studio, request: web.Request) -> SlackWindow:
    handle = request.query.get("as", "maria")
    at, thread = request.query.get("at", "home"), request.query.get("thread", "")
    try:
        window = SlackWindow(studio, studio.stage.as_(handle), at, thread)
        if not window.may_look:
            raise LookupError
    except (LookupError, PersonError):
        raise web.HTTPNotFound(text="Nobody and nothing here has that name.") from None
    return window


def _script(text: str) -> Markup:
    """JSON that is safe inside a script element."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing in it can close a tag


def _told(*sentences: str) -> web.Response:
    return web.json_response({"told": list(sentences)})
