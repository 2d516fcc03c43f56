"""Every answer from Slack and the machine, and every pasted text, gets a sentence, and stops only what would
not work.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli.content import manifest
from bot.clock import wall_clock
from bot.doctor.examination import examine
from bot.doctor.machine import disk_finding, folder_findings
from bot.doctor.slack import clock_findings
from bot.errors import SetupError
from bot.localslack import AppInstallation
from bot.settings import Settings
from tests.doctor.kit import wrong


@pytest.mark.parametrize(
    ("answer", "about", "says"),
    [
        pytest.param(web.Response(status=500, text="oops"), "SLACK_API_URL", "Slack answered 500", id="an error"),
        pytest.param(web.Response(status=503), "SLACK_API_URL", "Try again in a few minutes", id="nothing at all"),
        pytest.param(
            web.Response(status=429, headers={"Retry-After": "30"}),
            "SLACK_API_URL",
            "again in 30 seconds",
            id="too many",
        ),
        pytest.param(
            web.Response(text="<html>", content_type="text/html"),
            "SLACK_API_URL",
            "answered with text/html",
            id="a page",
        ),
        pytest.param(
            web.Response(text="<html>", content_type="application/json"), "SLACK_API_URL", "is not Slack", id="a lie"
        ),
        pytest.param(web.json_response([1]), "SLACK_API_URL", "is not Slack", id="another's JSON"),
        pytest.param(
            web.json_response({"ok": False, "error": "team_added_to_org"}),
            "SLACK_API_URL",
            "team_added_to_org, which is not about the token",
            id="what passes",
        ),
        pytest.param(
            web.json_response({"ok": False}), "SLACK_BOT_TOKEN", "Slack says no reason", id="no without a why"
        ),
    ],
)
async def test_whatever_answers_in_slacks_place_gets_a_sentence(
    installed: AppInstallation,
    stranger: Callable[[web.Response], None],
    answer: web.Response,
    about: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stranger(answer)
    assert says in wrong(await examine())[about]


async def test_an_answer_without_scopes_is_no_reason_not_to_run(
    installed: AppInstallation, stranger: Callable[[web.Response], None]
) -> None:
    stranger(web.json_response({"ok": True, "user": "chair", "team": "Acme"}))
    findings = await examine()
    assert "A proxy may have removed the header" in wrong(findings)["scopes"]
    assert [finding for finding in findings if finding.stops and not finding.right] == []


async def test_a_proxy_is_named_without_its_password_also_where_it_does_not_answer(
    installed: AppInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ops:s3same@127.0.0.1:1")
    findings = await examine()
    assert "through the proxy http://127.0.0.1:1?" in wrong(findings)["SLACK_API_URL"]
    assert [finding.says for finding in findings if "s3same" in finding.says] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("SLACK_BOT_TOKEN", "xoxb-1\nx"), ("SLACK_APP_TOKEN", "xapp-1 x"), ("SLACK_SIGNING_SECRET", "abc\u200bd")],
)
async def test_what_came_along_in_copying_is_seen_before_slack_is_asked(
    installed: AppInstallation, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert f"{name}: should be one line without spaces" in wrong(await examine())["settings"]


async def test_a_line_break_at_the_end_of_a_token_does_no_harm(
    installed: AppInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", f" {installed.bot_token}\r\n")
    assert "SLACK_BOT_TOKEN" not in wrong(await examine())


@pytest.mark.parametrize(
    ("seconds", "over_http", "right", "stops"),
    [(5, True, True, True), (-60, False, False, False), (60, True, False, False), (301, True, False, True)],
    ids=["nearly", "a minute behind", "a minute ahead", "too far for signatures"],
)
def test_a_clock_is_compared_with_slacks(seconds: int, over_http: bool, right: bool, stops: bool) -> None:
    now = wall_clock()
    (finding,) = clock_findings(now, now + timedelta(seconds=seconds), over_http)
    assert (finding.right, finding.right or finding.stops) == (right, right or stops)


def test_a_folder_is_looked_at_before_anything_is_made_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def settings(name: str) -> Settings:
        return Settings.model_construct(database_url=f"sqlite:///{tmp_path}/{name}")

    assert "does not exist. Create it" in folder_findings(settings("none/db.sqlite3"))[0].says
    assert folder_findings(settings("db.sqlite3"))[0].about == "disk"
    monkeypatch.setattr("os.access", lambda *_given: False)
    assert "this user cannot write" in folder_findings(settings("db.sqlite3"))[0].says


@pytest.mark.parametrize(
    ("free", "right", "stops"), [(10**12, True, True), (10**8, False, False), (10**6, False, True)]
)
def test_a_disk_without_room_is_told_before_it_is_full(tmp_path: Path, free: int, right: bool, stops: bool) -> None:
    finding = disk_finding(tmp_path, free)
    assert (finding.right, finding.stops) == (right, stops)


@pytest.mark.parametrize("url", ["chair.example", "https://chair.example/slack", "https://chair.example/?a=b"])
def test_a_manifest_for_what_is_no_site_is_asked_about(url: str) -> None:
    with pytest.raises(SetupError, match=r"Did you mean --url https://chair\.example \?"):
        manifest(url)
