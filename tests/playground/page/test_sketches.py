"""The demo draws a picture when somebody looks at it, and only once."""

import aiohttp

from bot.localslack.state.ids import Ids
from bot.pictures.artist import Artist
from bot.playground.page.studio import Studio
from bot.playground.sketches import SketchArtist
from tests.pictures.shown import PICTURES

SHOWN = PICTURES["a point"]


async def test_who_looks_sees_the_picture_and_who_looks_again_has_none_drawn(studio: tuple[Studio, str]) -> None:
    stage = studio[0].stage
    artist = stage.bot.artist
    assert isinstance(artist, SketchArtist)
    sketch = await artist.draw(SHOWN)
    assert artist._process is None, "nobody has looked yet"
    file_id = stage.slack.state.files.upload(Ids(), "", "point.png", sketch)["id"]
    async with aiohttp.ClientSession(studio[1]) as session:
        shown = [await (await session.get(f"/file/{file_id}")).read()]
        drawn = await Artist.draw(artist, SHOWN)
        await Artist.close(artist)
        shown.append(await (await session.get(f"/file/{file_id}")).read())
    assert shown == [drawn, drawn]
    assert artist._process is None, "it is drawn once"
