"""The guide: the pages of `content/en/guide`, as a running Second Chair serves them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.web.guard import plain
from bot.web.pages import Pages
from content.guide import GUIDE, pages_of_the_guide

KINDS = {".png": "image/png", ".webp": "image/webp", ".json": "application/json"}
PLACE = re.compile(r'(href|src)="(?!https?://|#|/)([^"]+)"')


class GuideRoutes:
    """Every page, with the pictures and files that it refers to; nothing else in the folder."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def routes(self) -> Mapping[str, Any]:
        """Each route, by its path."""
        return {"/guide": self._page, "/guide/{name}": self._page, "/guide/pictures/{name}": self._picture}

    async def _page(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index")
        if name.endswith(tuple(KINDS)):
            return _file(GUIDE / name)
        titles = pages_of_the_guide()
        if name not in titles:
            return plain(404)
        return self._pages.show("guide", body=Markup(html_of(name)), titles=titles, here=name)  # noqa: S704 - our own pages

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        return _file(GUIDE / "pictures" / request.match_info["name"])


@cache
def html_of(name: str) -> str:
    """A page as HTML, with its links as they are served. HTML in it is shown as typed."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - so that starting does not wait for it

    text = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    html = str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    return PLACE.sub(lambda match: f'{match[1]}="/guide/{_served(match[2])}"', html)


def _served(link: str) -> str:
    page, _, heading = link.partition("#")
    return page.removesuffix(".md") + (f"#{heading}" if heading else "")


def _file(path: Path) -> web.Response:
    """A picture or file of the guide; 404 if there is none of that name."""
    known = {file: file.suffix for folder in (GUIDE, GUIDE / "pictures") for file in folder.iterdir()}
    if known.get(path) not in KINDS:
        return plain(404)
    headers = {"Cache-Control": "max-age=3600"}
    return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], headers=headers)
