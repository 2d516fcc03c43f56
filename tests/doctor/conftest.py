"""An app of ours on a local Slack, with its tokens in the environment."""

import pytest

from bot.localslack import AppInstallation, LocalSlack
from tests.doctor.kit import MANIFEST
from tests.own_app import *  # noqa: F403 - its fixtures


@pytest.fixture
def installed(slack: LocalSlack, no_settings: None, monkeypatch: pytest.MonkeyPatch) -> AppInstallation:
    """An app made from our manifest, with its tokens in the environment."""
    installation = slack.install(MANIFEST, slack.add_workspace("Acme"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", installation.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", installation.app.app_token)
    return installation
