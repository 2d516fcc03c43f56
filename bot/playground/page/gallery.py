"""The gallery: everything that the bot can show, side by side in light and dark, wide and narrow."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.localslack.state.elements import completed
from bot.localslack.state.ids import Ids
from bot.localslack.validate import BlockProblem
from bot.pictures.artist import Artist
from bot.playground.gallery.surfaces import NAMES, Shown, everything, picture
from bot.playground.page.draw import DisplayNames, MenuChoice, Pen, as_json, rendered
from content.libraries import Libraries

LOOKS = {"light": ("light",), "dark": ("dark",), "both": ("light", "dark")}
WIDTHS = {"wide": ("wide",), "narrow": ("narrow",), "both": ("wide", "narrow")}
CALLED = DisplayNames(
    NAMES,
    [MenuChoice(key, name.removeprefix("@")) for key, name in NAMES.items() if name[0] == "@"],
    [MenuChoice(key, name) for key, name in NAMES.items() if name[0] == "#"],
)


@dataclass(frozen=True, slots=True)
class Hung:
    """One piece of the gallery in the requested frames, with its JSON."""

    shown: Shown
    frames: Sequence[tuple[str, str]]
    faults: dict[int, list[str]] = field(default_factory=dict)

    def pen(self, look: str, width: str) -> Pen:
        """The pen that draws it in one frame."""
        return Pen(CALLED, faults=self.faults, prefix=f"{self.shown.key}-{look}-{width}-")

    @property
    def blocks(self) -> Sequence[Any]:
        """Its blocks as Slack keeps them, with ids where the app gave none."""
        return completed([dict(block) for block in self.shown.blocks], Ids())

    @property
    def json(self) -> str:
        """The JSON that Slack would get."""
        return as_json(self.shown.json)


def faults_of(problems: Sequence[BlockProblem]) -> dict[int, list[str]]:
    """The validator's sentences by the index of the block they are about; those about the whole are at 0."""
    faults: dict[int, list[str]] = {}
    for problem in problems:
        steps = problem.pointer.removeprefix("/blocks").strip("/").split("/")
        in_block = steps[0].isdigit()
        index = int(steps[0]) if in_block else 0
        where = "/".join(steps[1:] if in_block else steps) or "the block"
        faults.setdefault(index, []).append(f"{where}: {problem.sentence}")
    return faults


def hung(shown: Sequence[Shown], look: str, width: str) -> Iterator[tuple[str, list[Hung]]]:
    """The pieces by group, in order."""
    frames = [(theme, wide) for theme in LOOKS.get(look, LOOKS["both"]) for wide in WIDTHS.get(width, WIDTHS["both"])]
    if look == width == "":
        frames = [("light", "wide"), ("dark", "narrow")]
    for group in dict.fromkeys(surface.group for surface in shown):
        yield group, [Hung(surface, frames, faults_of(surface.problems)) for surface in shown if surface.group == group]


async def gallery(request: web.Request) -> web.Response:
    """GET /gallery?look=light&width=narrow&language=de; "en-XA" is the language that nobody speaks."""
    library = Libraries().of(request.query.get("language", ""))
    shown = await asyncio.to_thread(everything, library)
    look, width = request.query.get("look", ""), request.query.get("width", "")
    groups: list[Any] = list(hung(shown, look, width))
    text = rendered("gallery.html", groups=groups, look=look, width=width)
    return web.Response(text=text, content_type="text/html")


async def hung_picture(file_id: str, artist: Artist) -> bytes | None:
    """A picture of the gallery, drawn by the artist on request; None where there is none."""
    shown = picture(file_id)
    return await artist.draw(shown) if shown else None
