"""Serves the page on 127.0.0.1: alone, or beside the terminal."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web
from rich.console import Console

from bot import log
from bot.playground.page.app import build_page
from bot.playground.page.studio import Studio
from bot.playground.stage import Stage

HOST, PORT = "127.0.0.1", 8765


@asynccontextmanager
async def served(studio: Studio, port: int | None = None) -> AsyncIterator[str]:
    """Serve a studio. Returns the address. Without a port: PORT, else our own, else a free one. Raises OSError."""
    runner = web.AppRunner(build_page(studio), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield f"http://{HOST}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
        await studio.close()


async def _listen(runner: web.AppRunner, port: int | None) -> None:
    wanted = port if port is not None else int(os.environ.get("PORT") or 0) or None
    try:
        await web.TCPSite(runner, HOST, PORT if wanted is None else wanted).start()
    except OSError:
        if wanted is not None:
            raise
        await web.TCPSite(runner, HOST, 0).start()  # somebody else is playing already


@asynccontextmanager
async def beside(stage: Stage) -> AsyncIterator[str]:
    """Serve the page for a stage that the caller opens and closes. Returns the address."""
    studio = Studio()
    studio.show(stage)
    async with served(studio) as address:
        yield address


def play_page() -> int:
    """Serve only the page until Ctrl-C. Returns the exit code."""
    log.configure("console", "ERROR")
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(Console()))
    return 0


async def _play(console: Console) -> None:
    studio = Studio()
    async with served(studio) as address:
        console.print(f"Try Second Chair at [bold]{address}[/]  (Ctrl-C ends it)", highlight=False)
        await studio.raise_curtain()
        show(address)
        await asyncio.Event().wait()


def show(address: str) -> None:
    """Open the page in a browser, if there is one and a person is there."""
    there = sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if there and sys.stdout.isatty():
        with suppress(webbrowser.Error):
            webbrowser.open(address)
