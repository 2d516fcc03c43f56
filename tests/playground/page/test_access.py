"""The page for people with low vision or none: contrast, order of headings, names and targets.

What else axe-core checks was checked with it by hand on 2026-11-24; it is not a dependency of ours.
"""

import re
from html.parser import HTMLParser
from itertools import pairwise

import aiohttp
import pytest

from bot.playground.page.draw import HERE
from bot.playground.page.studio import Studio

PAGES = ["/?as=maria&at=home", "/?as=maria&at=dm", "/?as=maria&at=sales", "/inspector", "/gallery"]
READABLE = 4.5  # the contrast that WCAG 2.2 (1.4.3) asks of small text
INKS, PAPERS = ("ink", "soft", "faint", "link", "danger", "note", "code"), ("paper", "wash")
THEMES = re.findall(r"color-scheme: (\w+);(.*?)}", (HERE / "static" / "base.css").read_text(), re.DOTALL)


class Outline(HTMLParser):
    """What somebody who listens to the page is guided by."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.skips_to = ""
        self.unnamed: list[str] = []
        self.inert = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "inert" in given or (self.inert and tag == "div"):
            self.inert += 1
        if "id" in given:
            self.ids.append(given["id"])
        if self.inert:
            return
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if given.get("class") == "skip":
            self.skips_to = given["href"].removeprefix("#")
        is_field = tag in {"textarea", "select"} or (tag == "input" and given.get("type") != "hidden")
        if is_field and not {"aria-label", "aria-labelledby", "id"} & set(given):
            self.unnamed.append(str(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.inert and tag == "div":
            self.inert -= 1


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_has_one_title_headings_in_order_and_names_for_its_fields(
    studio: tuple[Studio, str], path: str
) -> None:
    async with aiohttp.ClientSession(studio[1]) as session:
        page = await (await session.get(path)).text()
    outline = Outline()
    outline.feed(page)
    assert 'lang="en"' in page
    assert outline.headings.count(1) == 1
    after_title = outline.headings[outline.headings.index(1) :]
    assert all(below - above <= 1 for above, below in pairwise(after_title)), after_title
    assert outline.unnamed == []
    assert len(outline.ids) == len(set(outline.ids))
    assert not outline.skips_to or outline.skips_to in outline.ids


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "style"), THEMES)
def test_every_ink_can_be_read_on_every_paper(name: str, style: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))
    pairs = [(ink, paper) for ink in INKS for paper in PAPERS] + [
        ("ink", "accent-wash"), ("mention", "mention-wash"), ("danger", "danger-wash"), ("note", "note-wash"),
        ("faint", "note-wash"), ("accent-ink", "accent"), ("side-ink", "side"), ("side-soft", "side"),
    ]  # fmt: skip
    weak = []
    for ink, paper in pairs:
        dim, bright = sorted((luminance(colours[ink]), luminance(colours[paper])))
        if (bright + 0.05) / (dim + 0.05) < READABLE:
            weak.append((name, ink, paper))
    assert weak == []
