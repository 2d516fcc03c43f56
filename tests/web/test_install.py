"""Installing: once per state, in the browser where it began, and never too often."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app.bot import Bot
from bot.slack.scopes import SCOPES
from tests.fakes import MovableClock
from tests.oauth import OAuthSlack
from tests.web.sites import built, serving

COOKIE = "__Host-second-chair"


class Browser:
    """Somebody's browser at the site; follows no redirect."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self._address = address
        self.state = ""

    async def get(self, path: str, cookie: str | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers of a page; sends the state's cookie unless told otherwise."""
        sent = {"Host": "chair.example", "Cookie": f"{COOKIE}={self.state if cookie is None else cookie}"} | headers
        async with self._http.get(f"{self._address}{path}", headers=sent, allow_redirects=False) as answer:
            return answer.status, await answer.text(), dict(answer.headers)

    async def begin(self) -> dict[str, list[str]]:
        """Press "Add to Slack". Returns what Slack is asked."""
        status, _, headers = await self.get("/slack/install")
        assert status == 302
        asked = parse_qs(urlsplit(headers["Location"]).query)
        self.state = asked["state"][0]
        assert headers["Set-Cookie"].startswith(
            f"{COOKIE}={self.state}; HttpOnly; Max-Age=600; Path=/; SameSite=Lax; Sec"
        )
        return asked

    async def back(self, code: str, cookie: str | None = None) -> tuple[int, str]:
        """Come back from Slack with a code. Returns status and heading."""
        status, text, _ = await self.get(f"/slack/oauth_redirect?code={code}&state={self.state}", cookie)
        return status, "".join(re.findall(r"<h1>(.*?)</h1>", text)) or text


@pytest.fixture
async def slack() -> AsyncIterator[OAuthSlack]:
    async with OAuthSlack() as slack:
        yield slack


@pytest.fixture
async def bot(tmp_path: Path, slack: OAuthSlack, clock: MovableClock) -> Bot:
    return built(tmp_path, slack.base_url, clock, support_email="help@chair.example")


@pytest.fixture
async def browser(bot: Bot) -> AsyncIterator[Browser]:
    async with serving(bot) as address, aiohttp.ClientSession() as http:
        yield Browser(http, address)


async def test_it_asks_slack_for_its_scopes_and_keeps_the_token(browser: Browser, slack: OAuthSlack, bot: Bot) -> None:
    asked = await browser.begin()
    assert asked["scope"] == [",".join(SCOPES)]
    assert asked["redirect_uri"] == ["https://chair.example/slack/oauth_redirect"]
    with capture_logs() as lines:
        assert await browser.back(slack.code("T1")) == (200, "Second Chair is in Team T1.")
    assert await bot.installs.token("T1") == "xoxb-1"
    assert "installer_not_welcomed" in [line["event"] for line in lines], "it was tried; this Slack shows us nobody"


async def test_afterwards_the_cookie_is_gone_and_a_link_opens_the_app(browser: Browser, slack: OAuthSlack) -> None:
    organisation: dict[str, Any] = {
        "is_enterprise_install": True,
        "team": None,
        "enterprise": {"id": "E1", "name": "Acme"},
    }
    workspace: dict[str, Any] = {}
    for facts, link in (
        (workspace, "https://slack.com/app_redirect?app=A1&amp;team=T1"),
        (organisation, "https://app.slack.com/manage/E1/integrations/profile/A1/workspaces/add"),
    ):
        await browser.begin()
        _, text, headers = await browser.get(f"/slack/oauth_redirect?code={slack.code(**facts)}&state={browser.state}")
        assert link in text
        assert headers["Set-Cookie"].startswith(f'{COOKIE}=""; HttpOnly; Max-Age=0; Path=/;')


@pytest.mark.parametrize("team", ["T1", "T1&state=x"])
async def test_slack_is_asked_for_the_team_that_a_link_names(browser: Browser, team: str) -> None:
    _, _, headers = await browser.get(f"/slack/install?team={quote(team)}")
    asked = parse_qs(urlsplit(headers["Location"]).query)
    assert (asked["team"], len(asked["state"])) == ([team], 1)


async def test_over_plain_http_the_cookie_is_one_that_a_browser_takes(
    tmp_path: Path, slack: OAuthSlack, clock: MovableClock
) -> None:
    at_home = built(tmp_path, slack.base_url, clock, public_url="http://localhost:3000")
    async with serving(at_home) as address, aiohttp.ClientSession() as http:
        sent = {"Host": "localhost:3000"}
        async with http.get(f"{address}/slack/install", headers=sent, allow_redirects=False) as answer:
            given = answer.headers["Set-Cookie"]
    assert given.startswith("second-chair=")
    assert "secure" not in given.lower(), "a browser gives that back over https alone"


async def test_a_callback_comes_once(browser: Browser, slack: OAuthSlack) -> None:
    await browser.begin()
    assert (await browser.back(slack.code()))[0] == 200
    assert await browser.back(slack.code()) == (400, "That did not work.")
    assert sum(slack.spent.values()) == 1


async def test_of_500_concurrent_callbacks_with_one_state_one_installs(browser: Browser, slack: OAuthSlack) -> None:
    await browser.begin()
    codes = [slack.code() for _ in range(500)]
    answers = await asyncio.gather(*(browser.back(code) for code in codes))
    assert sorted(status for status, _ in answers) == [200] + [400] * 499
    assert sum(slack.spent.values()) == 1


@pytest.mark.parametrize("cookie", ["", "another", "x" * 5000, "\u00e9".encode().decode("latin-1")])
async def test_another_browser_cannot_end_what_this_one_began(browser: Browser, slack: OAuthSlack, cookie: str) -> None:
    await browser.begin()
    assert (await browser.back(slack.code(), cookie))[0] == 400
    assert not slack.spent
    assert (await browser.back(slack.code()))[0] == 200, "and does not spend it either"


async def test_a_cookie_that_is_no_text_is_refused_without_a_failure(bot: Bot) -> None:
    async with serving(bot) as address:
        reader, writer = await asyncio.open_connection(urlsplit(address).hostname, urlsplit(address).port)
        head = (
            "GET /slack/oauth_redirect?state=x&code=y HTTP/1.1",
            "Host: chair.example",
            "Connection: close",
            "Cookie: ",
        )
        writer.write("\r\n".join(head).encode() + f"{COOKIE}=".encode() + b"\xff\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")
        writer.close()


async def test_a_state_is_over_after_ten_minutes(browser: Browser, slack: OAuthSlack, clock: MovableClock) -> None:
    await browser.begin()
    clock.move(minutes=10)
    assert (await browser.back(slack.code()))[0] == 400


async def test_somebody_who_declines_is_told_that_nothing_happened(browser: Browser) -> None:
    for query in ("error=access_denied", "error=access_denied&code=x", ""):
        await browser.begin()
        status, text, _ = await browser.get(f"/slack/oauth_redirect?{query}&state={browser.state}")
        assert status == 400
        assert "nothing was installed" in text


@pytest.mark.parametrize(
    "query",
    ["", "?state=", "?code=x", "?state=%00&code=x", "?state=a&state=b&code=x", "?code=%3Cscript%3E&state=%3Cscript%3E"],
)
async def test_callbacks_of_no_shape_are_refused(browser: Browser, query: str) -> None:
    status, text, _ = await browser.get(f"/slack/oauth_redirect{query}")
    assert status == 400
    assert "<script" not in text


@pytest.mark.parametrize("query", ["?code={code}&state=", "?code={code}", "?error=access_denied"])
async def test_whoever_comes_from_slacks_own_pages_is_told_to_begin_here(
    browser: Browser, slack: OAuthSlack, query: str
) -> None:
    """Slack's management pages send no state, so anybody could have made the link: the code in it is never used."""
    status, text, _ = await browser.get(f"/slack/oauth_redirect{query.format(code=slack.code())}", cookie="")
    assert (status, not slack.spent) == (400, True)
    assert "Slack sent you here from a page of its own" in text
    assert 'href="/slack/install"' in text


async def test_slacks_refusal_is_shown_without_its_markup(browser: Browser, slack: OAuthSlack) -> None:
    slack.fault = "<script>alert(1)</script>"
    await browser.begin()
    status, text, _ = await browser.get(f"/slack/oauth_redirect?code=x&state={browser.state}")
    assert status == 400
    assert "&lt;script&gt;" in text
    assert "<script" not in text


async def test_a_workspace_whose_name_is_markup_shows_it_as_text(browser: Browser, slack: OAuthSlack) -> None:
    await browser.begin()
    _, heading = await browser.back(slack.code("T1", name="<b>Acme</b>"))
    assert heading == "Second Chair is in &lt;b&gt;Acme&lt;/b&gt;."


async def test_an_address_may_begin_ten_times_a_minute(browser: Browser) -> None:
    for _ in range(10):
        await browser.begin()
    status, text, headers = await browser.get("/slack/install")
    assert (status, headers["Retry-After"], "wait a minute" in text) == (429, "60", True)
    status, _, _ = await browser.get("/slack/install", **{"X-Forwarded-For": "1.2.3.4"})
    assert status == 429, "what a caller writes there is not believed"


async def test_killed_while_installing_the_next_try_works(browser: Browser, slack: OAuthSlack, bot: Bot) -> None:
    await browser.begin()
    slack.answering.clear()
    dying = asyncio.create_task(browser.back(slack.code("T1")))
    await slack.asked.wait()
    dying.cancel()
    slack.answering.set()
    await browser.begin()
    assert (await browser.back(slack.code("T1")))[0] == 200
    assert await bot.installs.token("T1")


@pytest.mark.parametrize("path", ["/", "/support", "/privacy"])
async def test_pages_need_nothing_from_anywhere_else(browser: Browser, path: str) -> None:
    status, text, headers = await browser.get(path)
    assert status == 200
    assert "xox" not in text
    assert re.findall(r"(?:src|href)=\"(?!/|mailto:)[^\"]*", text) == ['href="#main']
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    _, css, _ = await browser.get("/style.css")
    assert "url(" not in css


async def test_the_privacy_page_gives_a_reason_for_every_scope(browser: Browser) -> None:
    _, text, _ = await browser.get("/privacy")
    assert [scope for scope in SCOPES if f"<code>{scope}</code>" not in text] == []
