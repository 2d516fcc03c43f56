"""The pages in a real browser: nothing is missing or wider than a phone, in light and dark."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest_asyncio
from playwright.async_api import Browser

from bot.web.pages import Pages
from bot.web.server import Site, WebServer
from content.libraries import Libraries
from content.models import Library
from tests.browser import IN_BROWSER, browser  # noqa: F401 - the same

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest_asyncio.fixture(loop_scope="session")
async def address(library: Library) -> AsyncIterator[str]:
    async def ready() -> dict[str, bool]:
        return {}

    pages = Pages(Libraries(only=library), can_install=True, support_email="help@chair.example")
    server = WebServer("127.0.0.1", 0, ready, Site(pages=pages.routes()))
    await server.start()
    yield "http://{}:{}".format(*server.address)
    await server.stop()


@IN_BROWSER
async def test_every_page_stands_on_a_phone_in_light_and_dark(
    browser: Browser,  # noqa: F811 - how pytest hands a fixture over
    address: str,
) -> None:
    wrong: list[str] = []
    for scheme in SCHEMES:
        page = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        for path in ("/", "/support", "/privacy"):
            await page.goto(f"{address}{path}")
            assert await page.locator("h1").count() == 1
            assert not await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
        await page.goto(address)
        await page.get_by_role("link", name="Privacy").click()
        assert await page.get_by_role("heading", name="What is held").is_visible()
        assert wrong == [], scheme
        await page.close()
