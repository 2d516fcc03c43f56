"""The pages that people read: what the app does, support, privacy, and the result of installing it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.slack.scopes import SCOPES
from bot.web.guard import plain
from content.guide import GUIDE
from content.models import Library

CARDS = {
    "prompt": "prompt",
    "ride": "ridealong",
    "check": "checkin",
}  # what the landing page speaks of, and its picture
TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the pages; nothing on them comes from another host."""

    def __init__(self, library: Library, *, can_install: bool, support_email: str | None = None) -> None:
        self._library = library
        self._email = support_email
        self._can_install = can_install

    def routes(self) -> Mapping[str, Any]:
        """Each page by its path."""
        pages = {"/": self._landing, "/support": self._support, "/privacy": self._privacy}
        return pages | {"/style.css": self._style, "/icon.svg": self._icon, "/pictures/{name}": self._picture}

    def show(self, template: str, status: int = 200, **facts: Any) -> web.Response:
        """The response with `template` filled with escaped facts."""
        shared = {"say": self._say, "email": self._email, "can_install": self._can_install}
        shared["attribution"] = self._library.say("attribution.line")
        text = _templates().get_template(f"{template}.html").render(shared | facts)
        return web.Response(status=status, text=text, content_type="text/html", charset="utf-8")

    def _say(self, key: str, **facts: object) -> str:
        return self._library.say(f"web.{key}", **facts)

    async def _landing(self, _request: web.Request) -> web.Response:
        return self.show("landing", cards=CARDS)

    async def _support(self, _request: web.Request) -> web.Response:
        return self.show("support")

    async def _privacy(self, _request: web.Request) -> web.Response:
        return self.show("privacy", scopes=SCOPES)

    async def _picture(self, request: web.Request) -> web.Response:
        """A message of the app, as it was photographed for the guide."""
        card = request.match_info["name"].removesuffix(".png")
        if card not in CARDS.values():
            return plain(404)
        body = (GUIDE / "pictures" / f"card-{card}.png").read_bytes()
        return web.Response(body=body, content_type="image/png", headers={"Cache-Control": "max-age=3600"})

    async def _style(self, _request: web.Request) -> web.Response:
        text = (TEMPLATES / "style.css").read_text(encoding="utf-8")
        return web.Response(
            text=text, content_type="text/css", charset="utf-8", headers={"Cache-Control": "max-age=3600"}
        )

    async def _icon(self, _request: web.Request) -> web.Response:
        text = (TEMPLATES / "icon.svg").read_text(encoding="utf-8")
        return web.Response(text=text, content_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


@cache
def _templates() -> Any:
    """Jinja's environment, made once in a process. It is imported for the first page, so that starting does not wait
    for it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - see above

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
