"""Whose token a request gets, even where the store of installations does not say."""

import asyncio
import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from structlog.testing import capture_logs

from bot.domain.installations.installations import Installation
from bot.errors import NotInstalledError
from bot.slack.authorize import PATIENCE, SingleAuthorize, StoredAuthorize
from handlers.submissions import WAITS

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
KNOWN = Installation("T1", NOW, "xoxb-known", bot_user_id="B1")
SLACK_WAITS = 3.0  # seconds


class Store:
    """Answers once `may_answer` is set, and fails while it `is_away`."""

    def __init__(self, installation: Installation | None) -> None:
        self.installation = installation
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.is_away = False
        self.asked: list[str] = []
        self.answered = 0

    async def serving(self, workspace_id: str) -> Installation | None:
        self.asked.append(workspace_id)
        await self.may_answer.wait()
        if self.is_away:
            raise ConnectionRefusedError
        self.answered += 1
        return self.installation


async def token(authorize: StoredAuthorize, team_id: str = "T1") -> str | None:
    result = await authorize(context=AsyncBoltContext(), enterprise_id=None, team_id=team_id, user_id="U1")
    return result.bot_token


async def test_a_store_that_hangs_is_not_waited_for_where_the_token_is_known() -> None:
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW, patience=0.0)
    store.may_answer.clear()
    first = asyncio.create_task(token(authorize))
    await asyncio.sleep(0)
    store.may_answer.set()
    assert await first == "xoxb-known", "what is not known yet is waited for"
    store.may_answer.clear()
    store.installation = replace(KNOWN, token="xoxb-new")
    with capture_logs() as lines:
        assert await token(authorize) == "xoxb-known"
    assert [line["why"] for line in lines] == ["TimeoutError"]
    store.may_answer.set()
    await asyncio.gather(*authorize._asking)
    assert store.answered == 2, "it is asked to the end, since a token may be in the middle of being refreshed"


async def test_a_token_that_is_to_be_refreshed_is_waited_for() -> None:
    store = Store(replace(KNOWN, refresh_token="xoxe-1", expires_at=NOW + timedelta(hours=12)))
    now = NOW
    authorize = StoredAuthorize(store, lambda: now, patience=0.0)
    assert await token(authorize) == "xoxb-known"
    now, store.installation = NOW + timedelta(hours=11, minutes=59), replace(KNOWN, token="xoxb-new")
    store.may_answer.clear()
    waiting = asyncio.create_task(token(authorize))
    for _ in range(5):
        await asyncio.sleep(0)
    store.may_answer.set()
    assert await waiting == "xoxb-new"


async def test_a_store_that_fails_is_told_of_where_nothing_is_known() -> None:
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW)
    store.is_away = True
    with pytest.raises(ConnectionRefusedError):
        await token(authorize)
    store.is_away = False
    assert await token(authorize) == "xoxb-known"
    store.is_away = True
    assert await token(authorize) == "xoxb-known"


async def test_bolt_is_told_who_we_are_there_so_that_it_passes_on_nothing_that_we_did() -> None:
    authorize = StoredAuthorize(Store(replace(KNOWN, bot_user_id="UBOT")), lambda: NOW)
    result = await authorize(context=AsyncBoltContext(), enterprise_id="E1", team_id="T1", user_id="U1")
    assert {name: value for name, value in result.items() if value is not None} == {
        "enterprise_id": "E1", "team_id": "T1", "user_id": "U1",
        "bot_token": "xoxb-known", "bot_user_id": "UBOT",
    }  # fmt: skip


async def test_a_single_workspace_has_one_token_for_whoever_asks() -> None:
    result = await SingleAuthorize("xoxb-1")(context=AsyncBoltContext(), enterprise_id="E1", team_id="T1", user_id="U1")
    assert {name: value for name, value in result.items() if value is not None} == {
        "enterprise_id": "E1", "team_id": "T1", "user_id": "U1", "bot_token": "xoxb-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("is_org", "enterprise_id", "team_id", "asked"),
    [
        pytest.param(True, "E1", "T1", "E1", id="installed by the organisation"),
        pytest.param(False, "E1", "T1", "T1", id="installed by a team of it"),
        pytest.param(False, "E1", None, "E1", id="of no team"),
        pytest.param(False, None, None, None, id="of nobody"),
    ],
)
async def test_whose_installation_it_is(
    is_org: bool, enterprise_id: str | None, team_id: str | None, asked: str | None
) -> None:
    store = Store(None)
    with pytest.raises(NotInstalledError):
        await StoredAuthorize(store, lambda: NOW)(
            context=AsyncBoltContext({"is_enterprise_install": is_org}),
            enterprise_id=enterprise_id, team_id=team_id, user_id="U1",
        )  # fmt: skip
    assert store.asked == ([asked] if asked else [])


async def test_a_store_that_answers_in_time_is_heeded() -> None:
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW)
    assert await token(authorize) == "xoxb-known"
    store.installation = replace(KNOWN, token="xoxb-new")
    assert await token(authorize) == "xoxb-new"


async def test_an_installation_that_has_ended_is_not_known_in_an_outage() -> None:
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW)
    await token(authorize)
    store.installation = None
    with pytest.raises(NotInstalledError):
        await token(authorize)
    store.is_away = True
    with pytest.raises(ConnectionRefusedError):
        await token(authorize)


async def test_those_whose_last_request_is_longest_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.authorize.MOST_KNOWN", 2)
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW)
    for workspace_id in ("T1", "T2", "T1", "T3"):
        await token(authorize, workspace_id)
    store.installation = None
    with pytest.raises(NotInstalledError):  # which pushes out nobody
        await token(authorize, "T4")
    store.is_away = True
    assert [await token(authorize, workspace_id) for workspace_id in ("T1", "T3")] == ["xoxb-known"] * 2
    with pytest.raises(ConnectionRefusedError):
        await token(authorize, "T2")


@pytest.mark.parametrize("stops", [False, True], ids=["fails", "is cut off as we stop"])
async def test_a_store_that_nobody_waits_for_any_more_may_fail(caplog: pytest.LogCaptureFixture, stops: bool) -> None:
    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW, patience=0.0)
    await token(authorize)
    store.may_answer.clear()
    assert await token(authorize) == "xoxb-known"
    (asking,) = authorize._asking
    if stops:
        asking.cancel()
    store.is_away = True
    store.may_answer.set()
    await asyncio.wait({asking})
    await asyncio.sleep(0)
    assert not authorize._asking
    del asking
    gc.collect()
    assert not [record for record in caplog.records if record.name == "asyncio"]


def test_a_form_is_still_answered_in_time_after_a_store_that_hangs() -> None:
    assert PATIENCE + WAITS.form < SLACK_WAITS
