"""An app of ours on a local Slack, with its tokens in the environment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import wall_clock
from bot.localslack import AppInstallation, LocalSlack
from bot.settings import Settings
from tests.doctor.kit import MANIFEST


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(wall_clock) as slack:
        yield slack


@pytest.fixture
def installed(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppInstallation:
    """An app made from our manifest, with its tokens in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    installation = slack.install(MANIFEST, slack.add_workspace("Acme"))
    monkeypatch.setenv("SLACK_API_URL", slack.base_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", installation.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", installation.app.app_token)
    return installation
