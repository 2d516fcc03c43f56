"""Debian's Chromium for the tests of pages, where installed; its desktop parts would take a third of the time."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
QUIET = ("background-networking", "component-update", "sync")
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{each}" for each in QUIET)]
IN_BROWSER = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a process, since starting one costs as much as most of them. A test that uses it
    runs in the session's loop (`IN_BROWSER`), and has its own cookies and windows.
    """
    if CHROMIUM is None:
        pytest.skip("No Chromium here: apt-get install -y chromium-headless-shell fonts-dejavu-core")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()
