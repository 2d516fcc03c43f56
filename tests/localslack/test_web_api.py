"""Who may call what, how often, and what can go wrong, seen through the real SDK."""

import time
from functools import partial

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, LocalSlack, SlackWorkspace

from .conftest import Clocks, code, manifest


async def test_auth_test_says_who_we_are_and_with_which_scopes(web: AsyncWebClient, installed: AppInstallation) -> None:
    answer = await web.auth_test()
    assert (answer["user_id"], answer["team"]) == (installed.bot_user, "Acme")
    assert answer.headers["x-oauth-scopes"] == ",".join(installed.scopes)
    assert (await web.bots_info(bot=installed.bot_id))["bot"]["app_id"] == installed.app.id
    assert (await web.api_test(a="1"))["args"] == {"a": "1"}


async def test_a_token_that_is_missing_wrong_revoked_or_of_another_kind_is_refused(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, installed: AppInstallation
) -> None:
    assert await code(web.auth_test(token="xoxb-made-up")) == "invalid_auth"
    assert await code(web.auth_test(token=installed.app.app_token)) == "not_allowed_token_type"
    assert await code(web.apps_connections_open(app_token=installed.bot_token)) == "not_allowed_token_type"
    assert await code(web.apps_connections_open(app_token="xapp-made-up")) == "invalid_auth"
    installed.app.app_token_scopes = ()
    assert await code(web.apps_connections_open(app_token=installed.app.app_token)) == "missing_scope"
    other = slack.install(manifest(socket_mode_enabled=False), acme)
    assert await code(web.apps_connections_open(app_token=other.app.app_token)) == "socket_mode_not_enabled"
    slack.revoke(installed)
    assert await code(web.auth_test()) == "token_revoked"
    slack.uninstall(other)
    assert await code(web.auth_test(token=other.bot_token)) == "account_inactive"
    async with aiohttp.ClientSession() as session:
        for name in ("auth.test", "apps.connections.open"):
            async with session.post(slack.base_url + name) as response:
                assert (await response.json())["error"] == "not_authed"


async def test_a_file_comes_with_a_short_description(web: AsyncWebClient, installed: AppInstallation) -> None:
    installed.scopes += ("files:write",)
    ask = partial(web.files_getUploadURLExternal, filename="a.png", length=1)
    assert (await ask(alt_txt="x" * 1000))["ok"]
    assert await code(ask(alt_txt="x" * 1001)) == "alt_txt_too_large"


async def test_arguments_come_by_query_form_or_json(
    slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation
) -> None:
    tom = acme.user("tom")
    assert tom
    url, header = f"{slack.base_url}users.info", {"Authorization": f"Bearer {installed.bot_token}"}
    async with aiohttp.ClientSession(headers=header) as session:
        for given in ({"params": {"user": tom.id}}, {"data": {"user": tom.id}}, {"json": {"user": tom.id}}):
            async with session.post(url, **given) as response:  # type: ignore[arg-type]  # any
                assert (await response.json())["user"]["name"] == "tom"
        async with session.get(url, params={"user": tom.id}) as response:
            assert (await response.json())["ok"]
        for body in ("{", "[]"):
            async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
                assert (await response.json())["error"] == "invalid_json"


async def test_what_it_does_not_know_it_refuses_loudly(slack: LocalSlack, web: AsyncWebClient) -> None:
    assert await code(web.api_call("tea.make")) == "unknown_method"
    await web.auth_test(colour="red")
    assert [refusal.name for refusal in slack.refusals] == ["tea.make", "auth.test"]
    assert "colour" in slack.refusals[1].sentence


async def test_a_missing_scope_says_what_is_needed(
    slack: LocalSlack, acme: SlackWorkspace, web: AsyncWebClient
) -> None:
    small = manifest() | {"oauth_config": {"scopes": {"bot": ["commands"]}}}
    small["settings"] = {"interactivity": {"is_enabled": True}}
    poor = slack.install(small, acme)
    with pytest.raises(SlackApiError) as caught:
        await web.users_list(token=poor.bot_token)
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "commands")


async def test_a_missing_argument_is_named(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="missing required field: user"):
        await web.api_call("users.info")


async def test_above_the_rate_there_is_a_429_with_the_seconds_to_wait(
    slack: LocalSlack, web: AsyncWebClient, clocks: Clocks
) -> None:
    for _ in range(20):
        await web.users_list()
    with pytest.raises(SlackApiError) as caught:
        await web.users_list()
    answer = caught.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "3")
    clocks.seconds += 3
    assert (await web.users_list())["ok"]
    assert len(slack.meter.refused) == 1


async def test_slack_can_be_told_to_fail(slack: LocalSlack, web: AsyncWebClient) -> None:
    slack.faults.fail("auth.test", "internal_error")
    assert await code(web.auth_test()) == "internal_error"
    slack.faults.http("auth.test", 503)
    with pytest.raises(SlackApiError) as caught:
        await web.auth_test()
    assert caught.value.response.status_code == 503
    assert (await web.auth_test())["ok"]


@pytest.mark.parametrize(("cut", "posted"), [(False, 0), (True, 1)])
async def test_a_connection_can_break_before_or_after_the_work(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, cut: bool, posted: int
) -> None:
    tom = acme.user("tom")
    assert tom
    (slack.faults.cut if cut else slack.faults.reset)("chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await web.chat_postMessage(channel=tom.id, text="Hi")
    assert len(slack.as_user(acme, tom).dm()) == posted


@pytest.mark.parametrize("after", [False, True])
async def test_slack_can_stall(slack: LocalSlack, web: AsyncWebClient, after: bool) -> None:
    slack.faults.stall("auth.test", 0.05, after=after)
    started = time.perf_counter()
    await web.auth_test()
    assert time.perf_counter() - started >= 0.05


async def test_every_call_is_written_down_without_its_token(slack: LocalSlack, web: AsyncWebClient) -> None:
    heard: list[str] = []
    stop = slack.on_traffic(lambda exchange: heard.append(exchange.name))
    await web.auth_test()
    stop()
    await web.api_test()
    last = slack.traffic[0]
    assert (last.direction, last.name, last.status, last.request) == ("to_slack", "auth.test", 200, {})
    assert heard == ["auth.test"]
