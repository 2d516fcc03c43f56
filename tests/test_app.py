"""The parts are built from the settings alone: Bolt gets nothing from the environment behind our back."""

import logging
import os
from pathlib import Path

import pytest

from bot.app.bot import build
from bot.settings import Settings, read_settings
from bot.storage.base.cipher import new_key

ONE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
MANY = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s"}
MANY |= {"PUBLIC_URL": "https://chair.example"}


@pytest.mark.parametrize(
    "environment",
    [ONE, ONE | {"SLACK_APP_TOKEN": "xapp-1"}, MANY, MANY | ONE],
    ids=["one workspace", "Socket Mode", "many", "many, with a token left over"],
)
async def test_bolt_warns_of_nothing_and_keeps_no_files(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    environment: dict[str, str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    bot = build(read_settings(encryption_keys=new_key()))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert bot.bolt.client.token is None, "each request has its own"
    assert bot.bolt.oauth_flow is None
    assert bot.bolt.name == "second-chair", "else it looks through the files of all that is imported"
    assert {name: os.environ[name] for name in environment} == environment, "code that reads it after us finds it"
    await bot.database.close()
