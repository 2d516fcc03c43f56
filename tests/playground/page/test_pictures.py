"""Takes the guide's pictures from the demo's page, and says which are out of date, by what they show.

`make pictures` retakes them.
"""

import hashlib
import json
import os
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import ViewportSize

from content.guide import GUIDE
from tests.browser import IN_BROWSER
from tests.playground.page.conftest import Visitor
from tests.playground.page.steps import begins, leads

pytestmark = IN_BROWSER

PICTURES = GUIDE / "pictures"
SHOWN = PICTURES / "pictures.json"
TAKES = bool(os.environ.get("MAKE_PICTURES"))
SIZE = ViewportSize(width=1180, height=760)
# What people read in the meantime on a busy machine, with a reference that is never the same.
SLOW = re.compile(r"(?:Only visible to you )?(?:Second Chair App \d\d:\d\d )?This takes longer .*?reference is \w+\. ?")
CARDS = ("prompt", "ridealong", "checkin")  # the landing page shows only their message
CLOSE, ZOOM = ViewportSize(width=1500, height=1500), 2  # as wide as on a phone, and sharp
MOVING, WIDTH, MILLISECONDS = "week.webp", 820, 2200


class Album:
    """What was seen, picture by picture, and the pictures themselves where they are taken."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.shown: dict[str, str] = {}
        self.taken: dict[str, bytes] = {}

    async def take(self, name: str) -> None:
        """Note what is shown there, and take a picture of it."""
        await self._visitor.rests()
        text = SLOW.sub("", " ".join((await self._visitor.page.inner_text("main.main")).split()))
        self.shown[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
        if TAKES:
            self.taken[name] = await self._visitor.page.screenshot(animations="disabled")
            if name in CARDS:
                await self._take_card(name)

    async def _take_card(self, name: str) -> None:
        page = self._visitor.page
        await page.set_viewport_size(CLOSE)
        await page.evaluate(f"document.documentElement.style.zoom = {ZOOM}")
        picture = await page.locator(".msg .body").last.screenshot(animations="disabled")
        Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(PICTURES / f"card-{name}.png", optimize=True)
        await page.evaluate("document.documentElement.style.zoom = 1")
        await page.set_viewport_size(SIZE)

    def keep(self) -> None:
        """Save the pictures, an animation of all of them, and what they show."""
        PICTURES.mkdir(exist_ok=True)
        frames = []
        for name, picture in self.taken.items():
            image = Image.open(BytesIO(picture)).convert("RGB")
            image.quantize(128).save(PICTURES / f"{name}.png", optimize=True)
            frames.append(image.resize((WIDTH, WIDTH * image.height // image.width), Image.Resampling.LANCZOS))
        frames[0].save(
            PICTURES / MOVING, save_all=True, append_images=frames[1:], duration=MILLISECONDS, loop=0, quality=70
        )
        SHOWN.write_text(json.dumps(self.shown, indent=1) + "\n", encoding="utf-8")


async def test_the_pictures_of_the_guide_show_what_there_is(visitor: Visitor) -> None:
    album = Album(visitor)
    await visitor.page.set_viewport_size(SIZE)
    await begins(visitor, "maria")
    await leads(visitor, "maria", "Tom Weber")
    await visitor.goes("maria")
    await visitor.jumps("Next morning")
    await visitor.sees("Today’s prompt")
    await album.take("prompt")
    await visitor.types("/ridealong @tom Acme wed 15:00")
    await visitor.page.locator("dialog.modal footer .primary").click()
    await visitor.sees("Planned.")
    await visitor.goes("tom")
    await visitor.sees("Confirm")
    await album.take("ridealong")
    await visitor.presses("Confirm")
    await visitor.goes("maria")
    await visitor.jumps("Friday 15:00")
    await visitor.sees("Did you lead or manage this week?")
    await album.take("checkin")
    await visitor.presses("Mostly led")
    await album.take("page")
    await visitor.goes("maria", "home")
    await album.take("home")
    if TAKES:
        album.keep()
    before = json.loads(SHOWN.read_text(encoding="utf-8"))
    assert album.shown.keys() == before.keys()
    if old := [name for name, shown in album.shown.items() if shown != before[name]]:
        # A changed word on one of them is no reason to stop everybody; -ra shows it at the end of every run.
        pytest.skip(f"old pictures: {', '.join(old)}. Run `make pictures`.")
