"""Setup asks until a token works, says why one does not, and keeps what was there."""

import json
import stat
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from dotenv import dotenv_values

from bot.cli.setup import _set_up
from bot.errors import SetupError
from bot.localslack import AppInstallation, LocalSlack
from bot.settings import read_settings
from bot.setup.conversation import Conversation
from bot.setup.env_file import merged, write_env
from bot.setup.pasted import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Wanted, cleaned, mistake
from tests.code import ROOT

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
HOW = "Copy it."


class Person:
    """A person who pastes one thing after another."""

    def __init__(self, *pastes: str) -> None:
        self.pastes = list(pastes)
        self.heard: list[str] = []

    def tell(self, text: str) -> None:
        self.heard.append(text)

    def ask(self, label: str) -> str:
        assert label.endswith(": ")
        if not self.pastes:
            raise EOFError
        return self.pastes.pop(0)


@pytest.fixture
def installed(slack: LocalSlack, no_settings: None) -> AppInstallation:
    """An app of ours in Acme, and an empty folder without any setting except where Slack is."""
    return slack.install(MANIFEST, slack.add_workspace("Acme"))


def talk(person: Person, slack: str, **present: str) -> Conversation:
    return Conversation(person, slack, present, {})


async def test_it_asks_again_until_a_token_works(slack: LocalSlack, installed: AppInstallation) -> None:
    lesser = json.loads(json.dumps(MANIFEST))
    lesser["oauth_config"]["scopes"]["bot"].remove("chat:write")
    other = slack.install(lesser, slack.add_workspace("Other"))
    person = Person("", installed.app.app_token, "xoxb-nobody-knows-it", other.bot_token, installed.bot_token)
    assert await talk(person, slack.base_url).bot_token(HOW) == installed.bot_token
    said = " ".join(person.heard)
    for expected in (
        "Nothing was pasted",
        "That is the app-level token",
        "Slack says invalid_auth",
        "scope chat:write: missing",
    ):
        assert expected in said
    assert person.heard[-1].endswith("in Acme.")


async def test_what_works_is_not_asked_for_again(slack: LocalSlack, installed: AppInstallation) -> None:
    person = Person()
    assert await talk(person, slack.base_url, SLACK_BOT_TOKEN=installed.bot_token).bot_token(HOW) == installed.bot_token
    assert HOW not in person.heard


async def test_a_wrong_token_in_the_environment_ends_it(slack: LocalSlack, installed: AppInstallation) -> None:
    wrong = {"SLACK_BOT_TOKEN": "xoxb-nobody-knows-it"}
    with pytest.raises(SetupError, match=r"overrides \.env"):
        await Conversation(Person(), slack.base_url, wrong, wrong).bot_token(HOW)


async def test_where_slack_does_not_answer_enter_tries_the_same_again(
    slack: LocalSlack, installed: AppInstallation
) -> None:
    slack.faults.http("auth.test", 503)
    person = Person(installed.bot_token, "")
    assert await talk(person, slack.base_url).bot_token(HOW) == installed.bot_token
    assert "Press Enter to try the same one again" in person.heard[1]


async def test_a_token_of_another_app_is_seen() -> None:
    async def answer(request: web.Request) -> web.Response:
        bot = {"bot": {"app_id": "A111"}, "bot_id": "B1", "user": "chair", "team": "Acme"}
        return web.json_response({"ok": True} | bot)

    app = web.Application()
    app.router.add_post("/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    person = Person("xoxb-1234567890123", "xapp-1-A222-1234567890", "xapp-1-A111-1234567890")
    setup = talk(person, f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await setup.bot_token(HOW)
    assert await setup.app_token(HOW) == "xapp-1-A111-1234567890"
    assert any("belongs to another app (A222); the bot token belongs to A111" in line for line in person.heard)
    await runner.cleanup()


async def test_from_an_empty_folder_to_something_that_runs(
    slack: LocalSlack,
    installed: AppInstallation,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = Person(installed.bot_token, installed.app.app_token)
    monkeypatch.setattr(sys.modules["bot.cli.setup"], "Keyboard", lambda: person)
    monkeypatch.setattr(sys, "argv", ["second-chair"])
    await _set_up("", "", opens=False, starts=True)
    assert "Second Chair is installed in Acme" in person.heard[-1]
    assert "`second-chair run` starts it again" in person.heard[-1]
    assert any("Saved in .env" in line for line in person.heard)
    link = urlsplit(capsys.readouterr().out.split()[0])
    assert json.loads(parse_qs(link.query)["manifest_json"][0]) == MANIFEST
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert read_settings().slack_bot_token is not None
    assert (tmp_path / "second-chair.sqlite3.key").is_file()
    await _set_up("", "", opens=False, starts=False)
    assert any("already exists, in Acme" in line for line in person.heard)
    assert person.heard[-1].endswith("Nobody is answered until it runs: `second-chair run` starts it.")


async def test_what_comes_from_the_environment_is_not_said_to_be_in_the_file(
    slack: LocalSlack, installed: AppInstallation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As in a container, whose tokens its host sets."""
    assert installed.app.app_token
    monkeypatch.setenv("SLACK_BOT_TOKEN", installed.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", installed.app.app_token)
    person = Person()
    monkeypatch.setattr(sys.modules["bot.cli.setup"], "Keyboard", lambda: person)
    await _set_up("", "", opens=False, starts=False)
    assert not (tmp_path / ".env").exists()
    assert not any("Saved in .env" in line for line in person.heard)
    assert "Second Chair is installed in Acme" in person.heard[-1]


async def test_over_http_the_signing_secret_is_asked_for(
    slack: LocalSlack, installed: AppInstallation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    person = Person(installed.bot_token, installed.app.signing_secret)
    monkeypatch.setattr(sys.modules["bot.cli.setup"], "Keyboard", lambda: person)
    await _set_up("https://chair.example", "", opens=False, starts=True)
    settings = read_settings()
    assert (settings.public_url, settings.uses_socket_mode) == ("https://chair.example", False)


@pytest.mark.parametrize(
    ("url", "database", "says"),
    [
        ("chair.example", "", r"Did you mean --url https://chair\.example \?"),
        ("https://chair.example/slack", "", r"Did you mean --url https://chair\.example \?"),
        ("", "mysql://h/d", "cannot be parsed"),
    ],
)
async def test_what_cannot_work_is_said_before_anything_is_asked_or_made(url: str, database: str, says: str) -> None:
    with pytest.raises(SetupError, match=says):
        await _set_up(url, database, opens=False, starts=True)


async def test_who_goes_over_to_postgresql_hears_what_stays_in_the_file(
    slack: LocalSlack, installed: AppInstallation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    person = Person()
    monkeypatch.setattr(sys.modules["bot.cli.setup"], "Keyboard", lambda: person)
    for is_there in (False, True):
        with pytest.raises(EOFError):
            await _set_up("", "postgres://u@127.0.0.1:1/d", opens=False, starts=True)
        assert any("second-chair.sqlite3 stays there" in line for line in person.heard) is is_there
        (tmp_path / "second-chair.sqlite3").touch()


async def test_without_anybody_who_pastes_it_ends(slack: LocalSlack, installed: AppInstallation) -> None:
    with pytest.raises(EOFError):
        await talk(Person("xoxb-nobody-knows-it"), slack.base_url).bot_token(HOW)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" xoxb-1 \r\n", "xoxb-1"),
        ('"SLACK_BOT_TOKEN=xoxb-1"', "xoxb-1"),
        ("export SLACK_BOT_TOKEN='xoxb-1'", "xoxb-1"),
        ("\u200bxoxb-1", "xoxb-1"),
    ],
)
def test_what_came_along_is_taken_off(text: str, clean: str) -> None:
    assert cleaned(text, "SLACK_BOT_TOKEN") == clean


@pytest.mark.parametrize(
    ("text", "wanted", "says"),
    [
        ("xapp-1-A1-123456789012", BOT_TOKEN, "That is the app-level token. The bot token begins with xoxb-"),
        ("xoxb-1-123456789012345", APP_TOKEN, "That is the bot token. The app-level token begins with xapp-"),
        ("xoxe.xoxp-1-1234567890", BOT_TOKEN, "That is a configuration token"),
        ("d41d8cd98f00b204e9800998", BOT_TOKEN, "That is something else"),
        ("xoxb-1-123456789012345", SIGNING_SECRET, "That is the bot token. The signing secret is under"),
        ("xoxb-12 34567890123456", BOT_TOKEN, "one line without spaces"),
        ("xoxb-", BOT_TOKEN, "too short"),
        ("xoxb-1-123456789012345", BOT_TOKEN, ""),
        ("d41d8cd98f00b204e9800998", SIGNING_SECRET, ""),
    ],
)
def test_another_kind_of_secret_is_known_by_its_beginning(text: str, wanted: Wanted, says: str) -> None:
    problem = mistake(text, wanted)
    assert says in problem if says else problem == ""


def test_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    before = "# mine\nPORT=1\nSLACK_BOT_TOKEN=old\nSLACK_BOT_TOKEN=older\n"
    url = "postgres://u:p#'$x@h/d"
    after = merged(before, {"SLACK_BOT_TOKEN": "new", "DATABASE_URL": url})
    assert after.startswith("# mine\nPORT=1\nSLACK_BOT_TOKEN=new\nDATABASE_URL=")
    (tmp_path / ".env").write_text(after, encoding="utf-8")
    assert dotenv_values(tmp_path / ".env")["DATABASE_URL"] == url


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"env \(no such file or directory\)"):
        write_env(tmp_path / "none" / ".env", {"A": "b"})
