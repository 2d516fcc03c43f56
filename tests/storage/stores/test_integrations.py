"""Integrations, a workspace's webhook and its waiting events: each is found by its whole key, in its own workspace."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Executable, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.integrations.access_keys import AccessKey, AccessKeyKind
from bot.domain.integrations.webhooks import Webhook, WebhookEvent, WebhookKind
from bot.storage.database import Database
from bot.storage.outbox.integrations import claim_events, workspace_of_key
from bot.storage.tables import webhook_events
from tests.storage.cases import NOW

CALENDAR, API = AccessKeyKind.CALENDAR, AccessKeyKind.API
MINE = AccessKey("U1", CALENDAR, "d1", NOW)
OTHER_KIND, OTHER_PERSON = AccessKey("U1", API, "d2", NOW), AccessKey("U2", CALENDAR, "d3", NOW)
WEBHOOK = Webhook("https://example.com/a", "whsec_secret", "U1", NOW, NOW + timedelta(hours=1), "status 500", 3)
EVENT = WebhookEvent("e1", WebhookKind.WEEK, '{"a":1}', NOW, 2)
LATER = replace(EVENT, id="e2", next_at=NOW + timedelta(minutes=1))


@pytest.fixture
async def with_access_keys(sqlite_database: Database) -> Database:
    """Three access keys in each of two workspaces; those of T2 have digests of their own."""
    for workspace_id in ("T1", "T2"):
        async with sqlite_database.transaction(workspace_id) as transaction:
            for key in (MINE, OTHER_KIND, OTHER_PERSON):
                await transaction.access_keys.save(
                    key if workspace_id == "T1" else replace(key, digest=f"{key.digest} of T2")
                )
    return sqlite_database


async def test_an_access_key_is_found_by_whose_it_is_and_by_its_digest(with_access_keys: Database) -> None:
    async with with_access_keys.transaction("T1") as transaction:
        access_keys = transaction.access_keys
        assert await access_keys.get("U1", CALENDAR) == MINE
        assert await access_keys.get("U1", API) == OTHER_KIND
        assert await access_keys.get("U2", CALENDAR) == OTHER_PERSON
        assert await access_keys.get("U2", API) is None
        assert await access_keys.known_by("d3", CALENDAR) == OTHER_PERSON
        assert await access_keys.known_by("d3", API) is None, "a calendar's secret opens no numbers"
        assert await access_keys.known_by("d1 of T2", CALENDAR) is None
    async with with_access_keys.connection() as connection:
        assert await workspace_of_key(connection, "d1 of T2") == "T2"
        assert await workspace_of_key(connection, "nothing") is None


async def test_a_new_access_key_takes_the_place_of_the_former_one_of_its_kind(with_access_keys: Database) -> None:
    async with with_access_keys.transaction("T1") as transaction:
        await transaction.access_keys.save(replace(MINE, digest="d9"))
        assert await transaction.access_keys.known_by("d1", CALENDAR) is None
        assert await transaction.access_keys.get("U1", API) == OTHER_KIND


async def test_removing_an_access_key_leaves_all_others(with_access_keys: Database) -> None:
    async with with_access_keys.transaction("T1") as transaction:
        access_keys = transaction.access_keys
        assert [await access_keys.remove("U1", CALENDAR), await access_keys.remove("U1", CALENDAR)] == [True, False]
        left = [
            await access_keys.get("U1", CALENDAR),
            await access_keys.get("U1", API),
            await access_keys.get("U2", CALENDAR),
        ]
        assert left == [None, OTHER_KIND, OTHER_PERSON]
    async with with_access_keys.transaction("T2") as transaction:
        assert await transaction.access_keys.get("U1", CALENDAR)


@pytest.fixture
async def hooked(sqlite_database: Database) -> Database:
    """A webhook and two waiting events in each of two workspaces."""
    for workspace_id in ("T1", "T2"):
        async with sqlite_database.transaction(workspace_id) as transaction:
            await transaction.webhooks.save(WEBHOOK)
            await transaction.webhooks.enqueue(LATER)
            await transaction.webhooks.enqueue(EVENT)
    return sqlite_database


async def test_a_webhook_is_read_back_whole_and_its_address_and_secret_lie_sealed(hooked: Database) -> None:
    async with hooked.transaction("T1") as transaction:
        assert await transaction.webhooks.get() == WEBHOOK
    async with hooked.connection() as connection:
        lying = str((await connection.execute(text("SELECT * FROM webhooks"))).all())
    assert "example.com" not in lying
    assert "whsec_" not in lying


async def test_an_event_waits_once_and_only_where_there_is_a_webhook(hooked: Database) -> None:
    async with hooked.transaction("T1") as transaction:
        webhooks = transaction.webhooks
        await webhooks.enqueue(replace(EVENT, body="another"))
        assert [await webhooks.waiting(), await webhooks.event("e1"), await webhooks.event("e9")] == [2, EVENT, None]
    async with hooked.transaction("T3") as transaction:
        await transaction.webhooks.enqueue(EVENT)
        assert [await transaction.webhooks.waiting(), await transaction.webhooks.event("e1")] == [0, None]
        assert await transaction.webhooks.get() is None


PUT_OFF = replace(EVENT, next_at=NOW + timedelta(hours=2), attempts=3)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(lambda webhooks: webhooks.put_off(replace(PUT_OFF, body="new")), [PUT_OFF, LATER], id="put off"),
        pytest.param(lambda webhooks: webhooks.drop("e1"), [None, LATER], id="dropped"),
        pytest.param(lambda webhooks: webhooks.remove(), [None, None], id="the webhook removed"),
    ],
)
async def test_what_happens_to_an_event_happens_to_that_one_and_here(
    hooked: Database, change: Callable[[Any], Awaitable[None]], left: list[WebhookEvent | None]
) -> None:
    async with hooked.transaction("T1") as transaction:
        await change(transaction.webhooks)
        assert [await transaction.webhooks.event("e1"), await transaction.webhooks.event("e2")] == left
    async with hooked.transaction("T2") as transaction:
        assert [await transaction.webhooks.event("e1"), await transaction.webhooks.event("e2")] == [EVENT, LATER]
        assert await transaction.webhooks.get() == WEBHOOK


async def test_removing_a_webhook_says_whether_there_was_one(hooked: Database) -> None:
    async with hooked.transaction("T1") as transaction:
        assert [await transaction.webhooks.remove(), await transaction.webhooks.remove()] == [True, False]
        assert await transaction.webhooks.get() is None


async def test_events_are_claimed_when_they_are_due_and_once(hooked: Database) -> None:
    until = NOW + timedelta(minutes=5)
    async with hooked.connection() as connection:
        assert await claim_events(connection, NOW - timedelta(seconds=1), until, 9) == []
        assert await claim_events(connection, NOW, until, 1) == [("T1", "e1")]
        assert await claim_events(connection, NOW, until, 9) == [("T2", "e1")]
        assert await claim_events(connection, LATER.next_at, until, 9) == [("T1", "e2"), ("T2", "e2")]
        assert await claim_events(connection, until, until + timedelta(minutes=5), 9) == [
            (workspace_id, event_id) for workspace_id in ("T1", "T2") for event_id in ("e1", "e2")
        ]


async def test_what_is_due_first_is_claimed_first(hooked: Database) -> None:
    async with hooked.transaction("T1") as transaction:
        await transaction.webhooks.put_off(replace(EVENT, next_at=NOW + timedelta(minutes=2)))
    async with hooked.connection() as connection:
        claimed = await claim_events(connection, NOW + timedelta(hours=1), NOW + timedelta(hours=2), 9)
    assert claimed == [("T2", "e1"), ("T1", "e2"), ("T2", "e2"), ("T1", "e1")]


class Meanwhile:
    """A connection on which another process claims all events as soon as they have been read."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._claimed = False

    async def execute(self, statement: Executable) -> Any:
        result = await self._connection.execute(statement)
        if not self._claimed:
            self._claimed = True
            theirs = update(webhook_events).where(webhook_events.c.workspace_id.in_(["T1", "T2"]))
            await self._connection.execute(theirs.values(next_at=NOW + timedelta(days=1)))
        return result


async def test_what_another_process_claims_after_the_look_is_its_own(hooked: Database) -> None:
    async with hooked.connection() as connection:
        meanwhile = cast("AsyncConnection", Meanwhile(connection))
        assert await claim_events(meanwhile, NOW, NOW + timedelta(minutes=5), 9) == []


async def test_what_another_process_is_claiming_is_passed_over_without_waiting(postgres_database: Database) -> None:
    until = NOW + timedelta(minutes=5)
    async with postgres_database.transaction("T1") as transaction:
        await transaction.webhooks.save(WEBHOOK)
        for event in (EVENT, LATER):
            await transaction.webhooks.enqueue(event)
    async with postgres_database.connection() as connection, postgres_database.connection() as other:
        assert await claim_events(connection, LATER.next_at, until, 1) == [("T1", "e1")]
        assert await claim_events(other, LATER.next_at, until, 9) == [("T1", "e2")]
