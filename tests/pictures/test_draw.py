"""Drawing: every kind of picture becomes a PNG that suits both themes, drawn by a separate process."""

import struct
from importlib import import_module
from types import ModuleType

import pytest

from bot.domain.pictures import Picture, digest_of, from_json
from bot.domain.pictures import as_json as text_of
from bot.pictures.artist import Artist
from tests.pictures.shown import PICTURES

SEEN = 2  # to one, by WCAG's relative luminance: the minimum for a mark whose position says the same
WHITE, DARK = (255, 255, 255), (26, 29, 33)  # Slack's two themes


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    """The drawing module, only for tests that need it: matplotlib takes a second to import."""
    return import_module("bot.pictures.draw")


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_it_is_a_png_as_wide_as_a_phone_at_twice_its_resolution(draw: ModuleType, picture: Picture) -> None:
    """Drawn from the picture after a round trip through text, as it reaches the drawing process."""
    again = from_json(text_of(picture))
    assert text_of(again) == text_of(picture)
    drawn = draw.png(again)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", drawn[16:20])[0] == draw.WIDTH * draw.DOTS
    assert drawn[25] == 6, "it has no transparency"


def test_pictures_that_differ_have_digests_that_differ() -> None:
    assert len({digest_of(picture) for picture in PICTURES.values()}) == len(PICTURES)


@pytest.mark.parametrize("ground", [WHITE, DARK], ids=["light", "dark"])
def test_ink_and_marks_can_be_seen_in_both_themes(draw: ModuleType, ground: tuple[int, int, int]) -> None:
    marks = [draw.MARKS[mark][0] for mark in list(draw.MARKS)[:2]]
    contrasts = {colour: _contrast(colour, ground) for colour in [draw.INK, draw.ROWS[0], *draw.ROWS[2:], *marks]}
    assert {colour: contrast for colour, contrast in contrasts.items() if contrast < SEEN} == {}


def _contrast(colour: str, ground: tuple[int, ...]) -> float:
    shade = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    light, dark = sorted((_luminance(shade), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: tuple[int, ...]) -> list[float]:
    return [part / 255 for part in colour]


async def test_a_process_draws_one_after_another_and_a_new_one_after_it_died(draw: ModuleType) -> None:
    artist = Artist()
    try:
        first, second = PICTURES["two weeks"], PICTURES["a point"]
        assert (await artist.draw(first), await artist.draw(second)) == (draw.png(first), draw.png(second))
        process = artist._process
        assert process is not None
        process.kill()
        await process.wait()
        with pytest.raises((EOFError, ConnectionError)):
            await artist.draw(first)
        assert await artist.draw(first) == draw.png(first)
    finally:
        await artist.close()
