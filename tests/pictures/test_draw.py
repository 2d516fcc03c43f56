"""Drawing: every kind of picture becomes a PNG that suits both themes, and a process of its own draws it."""

import struct

import pytest

from bot.domain.pictures import Picture, digest_of, from_json
from bot.domain.pictures import as_json as text_of
from bot.pictures.artist import Artist
from bot.pictures.draw import DOTS, INK, MARKS, ROWS, WIDTH, png
from tests.pictures.shown import PICTURES

WHITE, DARK = (255, 255, 255), (26, 29, 33)  # Slack's two themes


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_it_is_a_png_as_wide_as_a_phone_at_twice_its_resolution(picture: Picture) -> None:
    drawn = png(picture)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", drawn[16:20])[0] == WIDTH * DOTS
    assert drawn[25] == 6, "it has no transparency"


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_it_is_the_same_after_its_way_through_text(picture: Picture) -> None:
    again = from_json(text_of(picture))
    assert text_of(again) == text_of(picture)
    assert png(again)


def test_pictures_that_differ_have_digests_that_differ() -> None:
    assert len({digest_of(picture) for picture in PICTURES.values()}) == len(PICTURES)


@pytest.mark.parametrize("ground", [WHITE, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [INK, *ROWS[:1], *ROWS[2:], *(MARKS[mark][0] for mark in list(MARKS)[:2])])
def test_ink_and_marks_can_be_seen_in_both_themes(colour: str, ground: tuple[int, int, int]) -> None:
    """At least two to one for a mark whose place says the same, by WCAG's relative luminance."""
    shade = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    light, dark = sorted((_luminance(shade), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 2


def _luminance(colour: tuple[int, ...]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: tuple[int, ...]) -> list[float]:
    return [part / 255 for part in colour]


async def test_a_process_draws_one_after_another_and_a_new_one_after_it_died() -> None:
    artist = Artist()
    try:
        first, second = PICTURES["two weeks"], PICTURES["a point"]
        assert (await artist.draw(first), await artist.draw(second)) == (png(first), png(second))
        process = artist._process
        assert process is not None
        process.kill()
        await process.wait()
        with pytest.raises((EOFError, ConnectionError)):
            await artist.draw(first)
        assert await artist.draw(first) == png(first)
    finally:
        await artist.close()
