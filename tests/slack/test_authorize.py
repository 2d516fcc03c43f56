"""Whose token a request gets, even where the store of installations does not say."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.installations.installations import Installation
from bot.slack.authorize import StoredAuthorize

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
KNOWN = Installation("T1", NOW, "xoxb-known", bot_user_id="B1")


class Store:
    """Answers once `may_answer` is set."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.answered = 0

    async def serving(self, _workspace_id: str) -> Installation | None:
        await self.may_answer.wait()
        self.answered += 1
        return self.installation


async def token(authorize: StoredAuthorize) -> str | None:
    result = await authorize(context=AsyncBoltContext(), enterprise_id=None, team_id="T1", user_id="U1")
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
    assert await token(authorize) == "xoxb-known"
    store.may_answer.set()
    await asyncio.gather(*authorize._asking)
    assert store.answered == 2, "it is asked to the end, since a token may be in the middle of being refreshed"


async def test_a_token_that_is_to_be_refreshed_is_waited_for() -> None:
    store = Store(replace(KNOWN, refresh_token="xoxe-1", expires_at=NOW + timedelta(hours=12)))
    now = NOW
    authorize = StoredAuthorize(store, lambda: now, patience=0.0)
    assert await token(authorize) == "xoxb-known"
    now, store.installation = NOW + timedelta(hours=11, minutes=59), replace(KNOWN, token="xoxb-new")
    assert await token(authorize) == "xoxb-new"


async def test_a_store_that_fails_is_told_of_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_workspace_id: str) -> None:
        raise ConnectionRefusedError

    store = Store(KNOWN)
    authorize = StoredAuthorize(store, lambda: NOW)
    with monkeypatch.context() as outage, pytest.raises(ConnectionRefusedError):
        outage.setattr(store, "serving", away)
        await token(authorize)
    assert await token(authorize) == "xoxb-known"
    monkeypatch.setattr(store, "serving", away)
    assert await token(authorize) == "xoxb-known"
