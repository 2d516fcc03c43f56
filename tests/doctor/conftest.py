"""An app of ours on a local Slack, with its tokens in the environment, and a stranger in the place of Slack."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.localslack import AppInstallation, LocalSlack
from tests.doctor.kit import MANIFEST
from tests.unconfigured_app import *  # noqa: F403 - its fixtures


@pytest.fixture
def installed(slack: LocalSlack, no_settings: None, monkeypatch: pytest.MonkeyPatch) -> AppInstallation:
    """An app made from our manifest, with its tokens in the environment."""
    installation = slack.install(MANIFEST, slack.add_workspace("Acme"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", installation.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", installation.app.app_token)
    return installation


@pytest.fixture
async def stranger() -> AsyncIterator[Callable[[web.Response], None]]:
    """A server in place of Slack, which answers as it is told."""
    answers: list[web.Response] = []

    async def answer(_request: web.Request) -> web.Response:
        given = answers[-1]
        return web.Response(status=given.status, body=given.body, headers=given.headers)

    app = web.Application()
    app.router.add_post("/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLACK_API_URL", f"http://127.0.0.1:{runner.addresses[0][1]}/")
        yield answers.append
    await runner.cleanup()
