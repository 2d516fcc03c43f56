"""OAuth of the local Slack: what works once, what is refused, and which tokens keep working beside newer ones."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import App, LocalSlack, MethodLimits, SlackWorkspace
from bot.localslack.api.oauth import CODE_LIVES, GRACE, TWELVE_HOURS

from .conftest import Clocks, manifest

BACK = "https://chair.example/back"


@pytest.fixture
async def local(clocks: Clocks) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(clocks.now, monotonic=clocks.monotonic, limits=MethodLimits.off()) as slack:
        yield slack


@pytest.fixture
def where(local: LocalSlack) -> SlackWorkspace:
    workspace = local.add_workspace("Acme")
    workspace.add_user("ana", is_admin=True)
    return workspace


@pytest.fixture
def app(local: LocalSlack) -> App:
    return local.state.register(manifest(token_rotation_enabled=True))


async def access(local: LocalSlack, app: App, **given: str) -> dict[str, Any]:
    client = AsyncWebClient(base_url=local.base_url, retry_handlers=[])
    known = {"client_id": app.client_id, "client_secret": app.client_secret}
    answer = await client.api_call("oauth.v2.access", data=known | given)
    assert isinstance(answer.data, dict)
    return answer.data


async def installed(local: LocalSlack, app: App, where: SlackWorkspace) -> dict[str, Any]:
    ana = where.user("ana")
    assert ana is not None
    return await access(local, app, code=local.oauth.allow(app, where.id, ana.id, BACK), redirect_uri=BACK)


async def refreshed(local: LocalSlack, app: App, tokens: dict[str, Any]) -> dict[str, Any]:
    return await access(local, app, grant_type="refresh_token", refresh_token=tokens["refresh_token"])


async def says(local: LocalSlack, tokens: dict[str, Any]) -> str:
    """What Slack answers to a token: "" where it works."""
    try:
        await AsyncWebClient(tokens["access_token"], base_url=local.base_url).auth_test()
    except SlackApiError as error:
        return str(error.response["error"])
    return ""


async def test_a_browser_is_sent_back_with_a_code_that_works_once(
    local: LocalSlack, app: App, where: SlackWorkspace
) -> None:
    asked = {"client_id": app.client_id, "scope": "chat:write", "state": "s1", "redirect_uri": BACK, "team": where.id}
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{local.state.origin}/oauth/v2/authorize", params=asked, allow_redirects=False) as answer,
    ):
        back = answer.headers["Location"]
    assert back.startswith(BACK)
    assert back.endswith("state=s1")
    code = back.split("code=")[1].split("&")[0]
    found = await access(local, app, code=code, redirect_uri=BACK)
    assert (found["scope"], found["team"]["id"], found["expires_in"]) == ("chat:write", where.id, TWELVE_HOURS)
    with pytest.raises(SlackApiError, match="invalid_code"):
        await access(local, app, code=code, redirect_uri=BACK)


@pytest.mark.parametrize("asked", [{"client_id": "1.2"}, {"scope": "admin"}])
async def test_what_the_manifest_does_not_have_is_not_asked_for(
    local: LocalSlack, app: App, asked: dict[str, str]
) -> None:
    query = {"client_id": app.client_id} | asked
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{local.state.origin}/oauth/v2/authorize", params=query) as answer,
    ):
        assert answer.status == 400


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"redirect_uri": "https://evil.example"}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1-none"}, "invalid_refresh_token"),
    ],
)
async def test_it_takes_only_what_it_gave(
    local: LocalSlack, app: App, where: SlackWorkspace, given: dict[str, str], error: str
) -> None:
    code = local.oauth.allow(app, where.id, "U1", BACK)
    with pytest.raises(SlackApiError, match=error):
        await access(local, app, **({"code": code, "redirect_uri": BACK} | given))


async def test_a_code_is_over_after_ten_minutes(
    local: LocalSlack, app: App, where: SlackWorkspace, clocks: Clocks
) -> None:
    code = local.oauth.allow(app, where.id, "U1", BACK)
    clocks.seconds += CODE_LIVES
    with pytest.raises(SlackApiError, match="code_expired"):
        await access(local, app, code=code, redirect_uri=BACK)


async def test_a_token_expires_and_the_old_one_goes_on_beside_the_new_one(
    local: LocalSlack, app: App, where: SlackWorkspace, clocks: Clocks
) -> None:
    first = await installed(local, app, where)
    clocks.seconds += TWELVE_HOURS - 1
    second = await refreshed(local, app, first)
    assert [await says(local, first), await says(local, second)] == ["", ""]
    clocks.seconds += 1
    assert [await says(local, first), await says(local, second)] == ["token_expired", ""]


async def test_of_three_tokens_the_oldest_is_revoked(local: LocalSlack, app: App, where: SlackWorkspace) -> None:
    first = await installed(local, app, where)
    second = await refreshed(local, app, first)
    third = await refreshed(local, app, first)
    assert [await says(local, one) for one in (first, second, third)] == ["token_revoked", "", ""]


async def test_a_refresh_token_works_again_for_a_short_time_only(
    local: LocalSlack, app: App, where: SlackWorkspace, clocks: Clocks
) -> None:
    first = await installed(local, app, where)
    await refreshed(local, app, first)
    clocks.seconds += GRACE - 1
    await refreshed(local, app, first)
    clocks.seconds += 1
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await refreshed(local, app, first)


async def test_nothing_of_it_is_kept_with_the_traffic(local: LocalSlack, app: App, where: SlackWorkspace) -> None:
    tokens = await installed(local, app, where)
    await refreshed(local, app, tokens)
    shown = str(local.traffic)
    assert "oauth.v2.access" in shown
    assert [secret for secret in (app.client_secret, "xox", "code-") if secret in shown] == []


async def test_an_app_whose_tokens_do_not_rotate_gets_the_same_one_again(
    local: LocalSlack, where: SlackWorkspace
) -> None:
    app = local.state.register(manifest())
    first, again = await installed(local, app, where), await installed(local, app, where)
    assert first["access_token"] == again["access_token"]
    assert "refresh_token" not in first
    assert await says(local, first) == ""


async def test_an_uninstalled_app_refreshes_nothing(local: LocalSlack, app: App, where: SlackWorkspace) -> None:
    tokens = await installed(local, app, where)
    local.uninstall(local.state.installations[0])
    assert await says(local, tokens) == "account_inactive"
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await refreshed(local, app, tokens)
