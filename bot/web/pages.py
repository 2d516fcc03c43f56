"""The pages that people read: what the app does, support, privacy, and the result of installing it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.blocks.people.privacy import leavers
from bot.domain.people.leavers import LEAVERS_DAYS
from bot.slack.scopes import SCOPES
from bot.web.guard import plain
from content.guide import GUIDE
from content.libraries import Libraries

CARDS = {
    "prompt": "prompt",
    "ride": "ridealong",
    "check": "checkin",
}  # what the landing page shows, with the picture of each
TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the pages; they load nothing from another host."""

    def __init__(
        self,
        libraries: Libraries,
        *,
        can_install: bool,
        support_email: str | None = None,
        leavers_days: int = LEAVERS_DAYS,
    ) -> None:
        """`leavers_days`: how many days we keep what we hold about people who left Slack; 0 for ever."""
        self._libraries = libraries
        self._leavers_days = leavers_days
        self._email = support_email
        self._can_install = can_install

    def routes(self) -> Mapping[str, Any]:
        """Each page by its path."""
        pages = {"/": self._landing, "/support": self._support, "/privacy": self._privacy}
        return pages | {"/style.css": self._style, "/icon.svg": self._icon, "/pictures/{name}": self._picture}

    def show(self, template: str, status: int = 200, request: web.Request | None = None, **facts: Any) -> web.Response:
        """The response with `template` filled with escaped facts, in the language that `request` asks for."""
        library = self._libraries.of(self._wanted(request) if request is not None else "")

        def say(key: str, **sentence_facts: object) -> str:
            return library.say(f"web.{key}", **sentence_facts)

        shared = {"say": say, "email": self._email, "can_install": self._can_install, "language": library.speech}
        shared["leavers"] = leavers(library, self._leavers_days)
        shared["attribution"] = library.say("attribution.line")
        text = _templates().get_template(f"{template}.html").render(shared | facts)
        vary = {"Vary": "Accept-Language"} if request is not None else {}
        return web.Response(status=status, text=text, content_type="text/html", charset="utf-8", headers=vary)

    def _wanted(self, request: web.Request) -> str:
        """The first of the browser's languages that we have; "" if we have none of them."""
        have = self._libraries.languages()
        asked = (part.partition(";")[0].strip() for part in request.headers.get("Accept-Language", "").split(","))
        return next((tag for tag in asked if tag.partition("-")[0].lower() in have), "")

    async def _landing(self, request: web.Request) -> web.Response:
        return self.show("landing", request=request, cards=CARDS)

    async def _support(self, request: web.Request) -> web.Response:
        return self.show("support", request=request)

    async def _privacy(self, request: web.Request) -> web.Response:
        return self.show("privacy", request=request, scopes=SCOPES)

    async def _picture(self, request: web.Request) -> web.Response:
        """A message of the app, as photographed for the guide."""
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
    """Jinja's environment, made once in a process. Jinja is imported for the first page, so that starting does not wait
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
