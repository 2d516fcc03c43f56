"""A picture of the demo is drawn when somebody looks at it, and only once."""

import aiohttp

from bot.localslack.state.ids import Ids
from bot.pictures.artist import Artist
from bot.playground.page.studio import Studio
from bot.playground.sketches import SketchArtist
from tests.pictures.shown import PICTURES

SHOWN = PICTURES["a point"]


async def test_who_looks_sees_the_picture(studio: tuple[Studio, str]) -> None:
    from bot.pictures.draw import png  # noqa: PLC0415 - matplotlib takes a second to import, in every process

    stage = studio[0].stage
    assert isinstance(stage.bot.artist, SketchArtist)
    sketch = await stage.bot.artist.draw(SHOWN)
    assert stage.bot.artist._process is None, "nobody has looked yet"
    file_id = stage.slack.state.files.upload(Ids(), "", "point.png", sketch)["id"]
    async with aiohttp.ClientSession(studio[1]) as session, session.get(f"/file/{file_id}") as answer:
        assert await answer.read() == png(SHOWN)


async def test_it_is_drawn_once(studio: tuple[Studio, str]) -> None:
    artist = studio[0].stage.bot.artist
    assert isinstance(artist, SketchArtist)
    sketch = await artist.draw(SHOWN)
    first = await artist.finish(sketch)
    await Artist.close(artist)
    assert await artist.finish(sketch) is first
    assert artist._process is None
