"""The doctor looks at everything and says of each what to do."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import wall_clock
from bot.doctor import Finding, examine
from bot.playground.slack import Installation, LocalSlack
from bot.settings import Settings
from bot.storage.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import upgrade

MANIFEST = json.loads((Path(__file__).parents[1] / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(wall_clock) as slack:
        yield slack


@pytest.fixture
def installed(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Installation:
    """An app made from our manifest, with its tokens in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    installation = slack.install(MANIFEST, slack.add_workspace("Acme"))
    monkeypatch.setenv("SLACK_API_URL", slack.base_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", installation.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", installation.app.app_token)
    return installation


def wrong(findings: list[Finding]) -> dict[str, str]:
    return {finding.about: finding.says for finding in findings if not finding.right}


async def test_with_everything_right_only_the_tables_are_to_do(installed: Installation) -> None:
    assert list(wrong(await examine())) == ["database"]
    database = Database("sqlite:///second-chair.sqlite3", Cipher([new_key()]))
    await upgrade(database.engine)
    await database.close()
    assert wrong(await examine()) == {}


async def test_a_missing_scope_is_named_with_its_reason(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, installed: Installation
) -> None:
    lesser = json.loads(json.dumps(MANIFEST))
    lesser["oauth_config"]["scopes"]["bot"].remove("im:history")
    other = slack.install(lesser, slack.add_workspace("Other"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", other.bot_token)
    assert "reinstall the app" in wrong(await examine())["scope im:history"]


@pytest.mark.parametrize(
    ("name", "value", "about", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "SLACK_BOT_TOKEN", "invalid_auth"),
        ("SLACK_BOT_TOKEN", "wrong", "settings", "should begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "SLACK_APP_TOKEN", "connections:write"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "SLACK_API_URL", "does not answer"),
        ("DATABASE_URL", "postgres://127.0.0.1:9/none", "database", "does not answer"),
    ],
)
async def test_what_is_wrong_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, installed: Installation, name: str, value: str, about: str, says: str
) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv(name, value)
    assert says in wrong(await examine())[about]


async def test_http_needs_no_app_token(monkeypatch: pytest.MonkeyPatch, installed: Installation) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    assert "SLACK_SIGNING_SECRET" not in wrong(await examine())
