"""Whether Slack still has a file of ours, and what a file that somebody uploaded holds."""

from typing import Any

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.files import PictureFiles, read_file
from tests.slack.scripted import Scripted


@pytest.mark.parametrize(
    ("answer", "is_gone"),
    [
        pytest.param({"ok": True, "file": {"id": "F1", "mode": "hosted"}}, False, id="there"),
        pytest.param({"ok": True, "file": {"id": "F1", "mode": "tombstone"}}, True, id="kept for some days alone"),
        pytest.param({"ok": False, "error": "file_deleted"}, True, id="deleted"),
        pytest.param({"ok": False, "error": "file_not_found"}, True, id="not of this installation"),
    ],
)
async def test_slack_tells_whether_it_has_a_file(slack: Scripted, answer: dict[str, Any], is_gone: bool) -> None:
    slack.say("files.info", answer)
    assert await PictureFiles(slack).is_gone("T1", "F1") is is_gone


async def test_without_the_scope_nobody_can_tell(slack: Scripted) -> None:
    slack.say("files.info", {"ok": False, "error": "missing_scope"})
    with pytest.raises(SlackApiError):
        await PictureFiles(slack).is_gone("T1", "F1")


async def read(slack: Scripted, *answers: web.Response, most: int = 3, **known: Any) -> tuple[str, bytes] | None:
    """A file of at most so many bytes about which Slack says `known`, whose address answers in turn."""
    slack.say(
        "files.info", {"ok": True, "file": {"name": "our.csv", "url_private_download": f"{slack.url}file"} | known}
    )
    for answer in answers:
        slack.then("file", lambda *_, answer=answer: answer)
    return await read_file(await slack.of("T1"), "F1", most)


def downloads(slack: Scripted) -> int:
    return [method for method, _ in slack.asked].count("file")


async def test_a_file_is_read_with_our_token(slack: Scripted) -> None:
    assert await read(slack, web.Response(body=b"abc"), size=3) == ("our.csv", b"abc")
    assert slack.bearers == ["xoxb-T1"] * 2
    long = bytes(range(256)) * 300
    assert await read(slack, web.Response(body=long), most=len(long)) == ("our.csv", long)


async def test_a_file_without_a_name_or_an_address_to_download_is_read_where_it_is_shown(slack: Scripted) -> None:
    elsewhere: dict[str, Any] = {"url_private_download": None, "url_private": f"{slack.url}file"}
    assert await read(slack, web.Response(body=b"abc"), name=None, **elsewhere) == ("", b"abc")
    both: dict[str, Any] = {"url_private": f"{slack.url}shown"}
    assert await read(slack, web.Response(body=b"abc"), **both) == ("our.csv", b"abc")


async def test_a_file_that_is_too_large_is_given_up_before_it_is_all_there(slack: Scripted) -> None:
    assert await read(slack, size=4) is None
    assert downloads(slack) == 0
    assert await read(slack, web.Response(body=b"abcd"), size=3) is None, "it is larger than Slack says"
    assert await read(slack, web.Response(body=b"abcd")) is None, "Slack says nothing"


async def test_our_token_goes_to_no_other_host_and_follows_no_redirect(slack: Scripted) -> None:
    for url in (
        "https://files.example/x",
        slack.url.replace("http://127.0.0.1", "http://localhost") + "file",
        "https:///x",
        "",
    ):
        assert await read(slack, url_private_download=url) is None
    assert downloads(slack) == 0
    away = web.Response(status=302, headers={"Location": f"{slack.url}file"})
    assert await read(slack, away, web.Response(body=b"abc")) is None
    assert downloads(slack) == 1


async def test_a_page_to_log_in_and_a_failure_are_no_file(slack: Scripted) -> None:
    assert await read(slack, web.Response(body=b"abc", content_type="text/html")) is None
    assert await read(slack, web.Response(body=b"abc", status=206)) is None
    slack.say("files.info", {"ok": True, "file": {"url_private": f"{slack.url}file"}})
    assert await read_file(AsyncWebClient("xoxb-1", base_url=slack.url), "F1", 3) is None, (
        "it has no session to read it"
    )
