"""An app made from our manifest, on its own local Slack, with none of its settings in the environment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import wall_clock
from bot.localslack import LocalSlack
from bot.settings import Settings

__all__ = ["no_settings", "slack"]


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(wall_clock) as slack:
        yield slack


@pytest.fixture
def no_settings(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and no setting except where Slack is."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SLACK_API_URL", slack.base_url)
