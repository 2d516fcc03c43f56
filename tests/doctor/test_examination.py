"""The doctor looks at everything and says what to do about each finding."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import wall_clock
from bot.doctor.database import database_findings
from bot.doctor.examination import examine
from bot.domain.installations.installations import Installation as Installed
from bot.domain.installations.installations import Installation as Stored
from bot.localslack import AppInstallation, LocalSlack
from bot.settings import read_settings
from bot.slack.scopes import SCOPES
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.databases import migrated_at
from tests.doctor.kit import MANIFEST, wrong


async def test_with_everything_right_only_the_tables_are_to_do(installed: AppInstallation) -> None:
    assert list(wrong(await examine())) == ["database"]
    database = Database("sqlite:///second-chair.sqlite3", Cipher([new_key()]))
    await upgrade(database.engine)
    await database.close()
    assert wrong(await examine()) == {}


async def test_a_missing_scope_is_named_with_its_reason(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, installed: AppInstallation
) -> None:
    lesser = json.loads(json.dumps(MANIFEST))
    lesser["oauth_config"]["scopes"]["bot"].remove("files:write")
    other = slack.install(lesser, slack.add_workspace("Other"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", other.bot_token)
    assert "reinstall the app" in wrong(await examine())["scope files:write"]


@pytest.mark.parametrize(
    ("name", "value", "about", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "SLACK_BOT_TOKEN", "invalid_auth"),
        ("SLACK_BOT_TOKEN", "wrong", "settings", "should begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "SLACK_APP_TOKEN", "connections:write"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "SLACK_API_URL", "does not answer"),
        ("DATABASE_URL", "postgres://127.0.0.1:9/none", "database", "cannot be used: Connect call failed"),
    ],
)
async def test_what_is_wrong_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, installed: AppInstallation, name: str, value: str, about: str, says: str
) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv(name, value)
    assert says in wrong(await examine())[about]


async def test_a_database_that_says_nothing_is_not_waited_for(installed: AppInstallation) -> None:
    """As PgBouncer does while it cannot reach its server: it accepts the connection, and waits."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    settings = read_settings(database_url=f"postgres://u@127.0.0.1:{port}/d", encryption_keys=new_key())
    (found,) = await database_findings(settings, patience=0.05)
    silent.close()
    assert not found.right
    assert "A pooler such as PgBouncer stays silent" in found.says


async def test_an_app_token_of_another_app_is_seen(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, installed: AppInstallation
) -> None:
    """It works: Slack would connect us, and send what the other app's people do."""
    other = slack.install(MANIFEST, slack.add_workspace("Other")).app
    monkeypatch.setenv("SLACK_APP_TOKEN", other.app_token)
    says = f"This token belongs to another app ({other.id}); the bot token belongs to {installed.app.id}."
    assert wrong(await examine())["SLACK_APP_TOKEN"].startswith(says)


async def test_a_copy_can_be_tried_without_any_token(no_settings: None, tmp_path: Path) -> None:
    """In an empty folder, with the key beside it, as the guide says."""
    file = tmp_path / "second-chair.sqlite3"
    migrated_at(file)
    database = Database(f"sqlite:///{file}", Cipher([key_of(file, make=True) or ""]))
    async with database.installations() as store:
        await store.save(Stored("T1", wall_clock(), "xoxb-1"))
    await database.close()
    findings = await examine()
    assert list(wrong(findings)) == ["settings"]
    assert "the key decrypts all 1 texts and tokens tried" in [finding.says for finding in findings]


async def test_of_a_wrong_database_or_key_the_settings_have_said_enough(
    no_settings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://h/d")
    assert "database" not in {finding.about for finding in await examine()}
    monkeypatch.setenv("DATABASE_URL", "postgres://h/d")
    assert "database" not in {finding.about for finding in await examine()}


async def test_http_needs_no_app_token(monkeypatch: pytest.MonkeyPatch, installed: AppInstallation) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    assert "SLACK_SIGNING_SECRET" not in wrong(await examine())


@pytest.fixture
def many(slack: LocalSlack, installed: AppInstallation, monkeypatch: pytest.MonkeyPatch) -> AppInstallation:
    """The same app, open to every workspace that installs it."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("SLACK_CLIENT_ID", installed.app.client_id)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", installed.app.client_secret)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", installed.app.signing_secret)
    monkeypatch.setenv("PUBLIC_URL", "https://chair.example")
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    return installed


async def test_for_many_workspaces_slack_is_asked_whether_it_knows_the_client(many: AppInstallation) -> None:
    findings = {one.about: one for one in await examine()}
    assert findings["SLACK_CLIENT_ID"].right
    assert "https://chair.example/slack/install" in findings["SLACK_CLIENT_ID"].says
    assert list(wrong(list(findings.values()))) == ["database"]


@pytest.mark.parametrize(
    ("name", "value", "about", "says"),
    [
        ("SLACK_CLIENT_ID", "1.2", "SLACK_CLIENT_ID", "Slack says invalid_client_id. Copy it again"),
        ("SLACK_CLIENT_SECRET", "wrong", "SLACK_CLIENT_SECRET", "Slack says bad_client_secret. Copy it again"),
        ("SLACK_CLIENT_SECRET", "", "settings", "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must be set together"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "SLACK_API_URL", "does not answer"),
        ("TRUSTED_PROXIES", "0", "TRUSTED_PROXIES", "shares one rate limit: set how many proxies there are."),
        ("METRICS_PORT", "3000", "METRICS_PORT", "is the same as PORT. Choose another"),
        ("PUBLIC_URL", "", "settings", "PUBLIC_URL is required with SLACK_CLIENT_ID"),
        ("PUBLIC_URL", "https://chair.example/app", "settings", "PUBLIC_URL: should be a scheme and a host without a"),
        ("PUBLIC_URL", "http://chair.example", "PUBLIC_URL", "only use https. Put TLS in front of the server, and set"),
        ("SLACK_BOT_TOKEN", "xoxb-1", "SLACK_BOT_TOKEN", "Not used with SLACK_CLIENT_ID. Remove it"),
        ("SLACK_SIGNING_SECRET", "", "settings", "or SLACK_SIGNING_SECRET (HTTP) is required"),
        ("ENCRYPTION_KEYS", "abc", "ENCRYPTION_KEYS", "key 1 is not valid; copy it again, or for a new database"),
    ],
)
async def test_what_does_not_go_together_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, many: AppInstallation, name: str, value: str, about: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    assert says in wrong(await examine())[about]


@pytest.mark.parametrize(
    ("answer", "about", "says", "stops"),
    [
        ({"ok": False, "error": "new_to_us"}, "SLACK_CLIENT_ID", "could not be checked: Slack says new_to_us.", False),
        ({"ok": False, "error": "internal_error"}, "SLACK_API_URL", "Slack says internal_error, which is not", True),
        ({"ok": False, "error": "invalid_code"}, "clock", "3600 seconds ahead of Slack's", True),
        ([], "SLACK_API_URL", "A proxy or a sign-in page may be in between", True),
    ],
    ids=["an unknown code", "trouble at Slack", "a wrong clock", "not Slack"],
)
async def test_whatever_slack_says_about_the_client_gets_a_sentence(
    many: AppInstallation, stranger: Callable[[web.Response], None], answer: object, about: str, says: str, stops: bool
) -> None:
    hour_ago = format_datetime(wall_clock() - timedelta(hours=1), usegmt=True)
    stranger(web.json_response(answer, headers={"Date": hour_ago}))
    (finding,) = (one for one in await examine() if one.about == about)
    assert not finding.right
    assert says in finding.says.replace("3599", "3600").replace("3601", "3600")
    assert finding.stops == stops


async def test_one_secret_in_the_place_of_two_is_seen(monkeypatch: pytest.MonkeyPatch, many: AppInstallation) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", many.app.client_secret)
    assert "the same as SLACK_CLIENT_SECRET" in wrong(await examine())["SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:3000", "http://localhost:3000"])
async def test_on_ones_own_machine_http_will_do(
    monkeypatch: pytest.MonkeyPatch, many: AppInstallation, url: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    assert "PUBLIC_URL" not in wrong(await examine())


async def test_a_workspace_whose_token_is_refused_is_named_with_the_link(
    monkeypatch: pytest.MonkeyPatch, many: AppInstallation, tmp_path: Path
) -> None:
    key, now = new_key(), wall_clock()
    monkeypatch.setenv("ENCRYPTION_KEYS", key)
    migrated_at(tmp_path / "second-chair.sqlite3")
    database = Database(f"sqlite:///{tmp_path}/second-chair.sqlite3", Cipher([key]))
    async with database.installations() as store:
        await store.save(Installed("T1", now, "t", "r", expires_at=now, name="Acme", refused_at=now))
        await store.save(Installed("T2", now, "t", "r", expires_at=now, name="Other"))
        await store.save(Installed("T3", now, "t", "r", expires_at=now, name="Third", refused_at=now))
    async with database.transaction("T3") as transaction:
        await transaction.workspaces.mark_stopped(True)
    await database.close()
    found = wrong(await examine())
    assert f"works until {now:%Y-%m-%d %H:%M} UTC" in found["token of Acme"]
    assert "https://chair.example/slack/install?team=T1" in found["token of Acme"]
    assert "token of Other" not in found
    assert found["token of Third"].startswith("Slack no longer accepts it, so nothing is sent there.")
    assert "https://chair.example/slack/install?team=T3" in found["token of Third"]


async def test_a_workspace_that_has_not_granted_all_scopes_is_named(
    many: AppInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    monkeypatch.setenv("ENCRYPTION_KEYS", key)
    migrated_at(Path("second-chair.sqlite3"))
    database = Database("sqlite:///second-chair.sqlite3", Cipher([key]))
    less = tuple(scope for scope in SCOPES if scope != "files:write")
    async with database.installations() as store:
        await store.save(Stored("T1", wall_clock(), "xoxb-1", name="Northwind", scopes=less))
        await store.save(Stored("T2", wall_clock(), "xoxb-2", name="Other", scopes=tuple(SCOPES)))
    await database.close()
    says = wrong(await examine())
    assert list(says) == ["scopes of Northwind"]
    assert says["scopes of Northwind"].startswith(
        "files:write not granted. `/secondchair export` cannot send its file."
    )
    assert says["scopes of Northwind"].endswith("https://chair.example/slack/install?team=T1")
    monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    assert "at the end of ENCRYPTION_KEYS" in wrong(await examine())["ENCRYPTION_KEYS"]
