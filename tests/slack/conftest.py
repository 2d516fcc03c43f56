"""What the tests of Slack's Web API share."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.slack.scripted import Scripted


@pytest.fixture
async def slack() -> AsyncIterator[Scripted]:
    scripted = Scripted()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", scripted.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield scripted
    await scripted.close()
    await runner.cleanup()
