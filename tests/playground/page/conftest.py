"""The page on a stage of its own, and a person in front of it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.playground.page.serve import served
from bot.playground.page.studio import Studio
from tests.browser import browser  # noqa: F401 - the same
from tests.code import ROOT

SHOTS, WANTED = ROOT / "test-output", bool(os.environ.get("SHOTS"))
PATIENCE = 120_000  # milliseconds; long enough for a busy machine, and still ends a hang


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the page."""

    page: Page
    address: str
    studio: Studio

    async def goes(self, handle: str, at: str = "dm") -> None:
        """Act as somebody, somewhere."""
        await self.page.goto(f"{self.address}?as={handle}&at={at}")
        await self.rests()

    async def types(self, text: str) -> None:
        """Write in the message field and send it."""
        field = self.page.locator("#composer")
        await field.fill(text)
        await self.page.locator(".composer button").first.click()
        await self.rests()

    async def presses(self, name: str, *, last: bool = True) -> None:
        """Press the newest button with this name."""
        found = self.page.get_by_role("button", name=name, exact=True)
        await (found.last if last else found.first).click()
        await self.rests()

    async def jumps(self, name: str) -> None:
        """Press a button in the clock bar, and wait until that time has come."""
        await self.page.locator(".clock").get_by_role("button", name=name).click()
        await self.waits()

    async def jumps_to(self, moment: str) -> None:
        """Pick a date and time, as in 2026-10-23T15:05."""
        await self.page.get_by_label("Jump to a date and time").fill(moment)
        await self.page.get_by_role("button", name="Go", exact=True).click()
        await self.waits()

    async def waits(self) -> None:
        """Wait until no long task is under way."""
        await self.rests()
        await expect(self.page.locator(".doing")).to_have_count(0, timeout=2 * PATIENCE)
        await self.rests()

    async def rests(self) -> None:
        """Wait until everything is done and drawn."""
        await expect(self.page.locator("body[aria-busy]")).to_have_count(0)

    async def sees(self, words: str) -> None:
        """Check that the page shows these words."""
        await expect(self.page.locator("body")).to_contain_text(words)

    async def shoots(self, name: str) -> None:
        """Save a screenshot in test-output/, only where somebody asked for them: they take seconds."""
        if not WANTED:
            return
        SHOTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Studio, str]]:
    """A running page on a fresh stage, with its address."""
    studio = Studio()
    async with served(studio, 0) as address:
        await studio.raise_curtain()
        yield studio, address


@pytest.fixture
async def studio() -> AsyncIterator[tuple[Studio, str]]:
    """The page, for requests over HTTP."""
    async with opened() as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser) -> AsyncIterator[Visitor]:  # noqa: F811 - how pytest hands a fixture over
    """A person with a desktop window; anything that the page's script complains about fails the test."""
    async with opened() as (studio, address):
        page = await browser.new_page(viewport={"width": 1360, "height": 860}, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not _is_ours(request.url) else None)
        yield Visitor(page, address, studio)
        await page.close()
        assert complaints == []


def _is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:"))
