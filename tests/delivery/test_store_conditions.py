"""What the engine's statements leave alone: other workers' leases, other workspaces, and deliveries that have ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import literal, select

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.database import Database
from bot.storage.delivery_store import DeliveryStore
from bot.storage.outbox import leases as lease_statements
from bot.storage.outbox import pulse
from bot.storage.outbox.results import Ended, Result
from bot.storage.tables import leases
from tests.delivery.fakes import NOON, all_of, pending, put
from tests.statements import statements

LONG, OVER = timedelta(minutes=10), timedelta(0)


async def lease(database: Database, owner: str, workspace_id: str, life: timedelta = LONG) -> bool:
    """Try to take a lease. Returns whether that worked."""
    async with database.lease_store() as store:
        return workspace_id in await store.take(owner, [workspace_id], life)


async def claim(database: Database, owner: str) -> list[str]:
    """The ids of what a worker may claim in T1 under its lease."""
    async with database.delivery_store() as store:
        pulse = await store.pulse.read(with_timeline=False, lease=("T1", owner))
        assert pulse is not None
        claimed = await store.claim("T1", owner, due=NOON, at=NOON, limit=9) if pulse.is_leased else []
    return [delivery.id for delivery in claimed]


async def test_a_live_lease_is_nobody_elses(postgres_database: Database) -> None:
    assert await lease(postgres_database, "a", "T1")
    assert not await lease(postgres_database, "b", "T1")
    assert await lease(postgres_database, "a", "T1", OVER)
    assert await lease(postgres_database, "b", "T1")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Stops the database's clock at so many lease lifetimes after noon."""
    monkeypatch.setattr(pulse, "_asked", pulse._asked.__wrapped__)  # it caches what it built with the running clock

    def stand(lives: int) -> None:
        monkeypatch.setattr(lease_statements, "_NOW", literal(NOON + lives * LONG))

    return stand


async def test_a_lease_is_over_in_the_very_instant_in_which_it_ends(
    postgres_database: Database, at: Callable[[int], None]
) -> None:
    await put(postgres_database, pending(1))
    at(0)
    assert await lease(postgres_database, "a", "T1")
    assert await claim(postgres_database, "a") == ["T1-1"]
    await put(postgres_database, pending(2))
    at(1)
    assert await claim(postgres_database, "a") == []
    async with postgres_database.lease_store() as store:
        assert await store.alive() == ([], {})
        assert await store.take("b", ["T1"], LONG) == {"T1": True}, "another sent there until now"
        at(3)
        assert await store.take("a", ["T1"], LONG) == {"T1": False}, "which is a whole life ago"


@pytest.mark.parametrize(("lives", "kept"), [(11, ["T1"]), (12, [])])
async def test_whoever_comes_removes_what_ended_more_than_ten_lives_ago(
    postgres_database: Database, at: Callable[[int], None], lives: int, kept: list[str]
) -> None:
    at(0)
    await lease(postgres_database, "a", "T1")
    at(lives)
    async with postgres_database.lease_store() as store:
        assert await store.present("b", LONG) == (["b"], {})
    async with postgres_database.connection() as connection:
        left = await connection.scalars(select(leases.c.workspace_id).order_by(leases.c.workspace_id))
    assert left.all() == [*kept, "worker b"]


async def test_giving_back_ends_no_lease_of_another(postgres_database: Database) -> None:
    await lease(postgres_database, "a", "T1")
    async with postgres_database.lease_store() as store:
        await store.give_back("b", ["T1"])
        assert (await store.alive())[1] == {"T1": "a"}
        await store.give_back("a", ["T2"])
        assert (await store.alive())[1] == {"T1": "a"}
        await store.give_back("a", ["T1"])
        assert (await store.alive())[1] == {}


@pytest.mark.parametrize(
    ("owner", "workspace_id", "life", "claims"),
    [
        pytest.param("a", "T1", LONG, ["T1-1"], id="held"),
        pytest.param("a", "T1", OVER, [], id="over"),
        pytest.param("b", "T1", LONG, [], id="another worker's"),
        pytest.param("a", "T2", LONG, [], id="of another workspace"),
    ],
)
async def test_who_holds_no_lease_at_this_moment_claims_nothing(
    postgres_database: Database, owner: str, workspace_id: str, life: timedelta, claims: list[str]
) -> None:
    await put(postgres_database, pending(1))
    await lease(postgres_database, owner, workspace_id, life)
    assert await claim(postgres_database, "a") == claims


async def test_a_claim_takes_what_is_due_in_its_workspace_alone(database: Database) -> None:
    later = pending(2, due_at=NOON + timedelta(seconds=1))
    ended = replace(pending(3), status=DeliveryStatus.SENT)
    await put(database, pending(1), later, ended, pending(4, "T2"))
    async with database.delivery_store() as store:
        claimed = await store.claim("T1", "a", due=NOON, at=NOON, limit=9)
    assert [(delivery.id, delivery.attempts) for delivery in claimed] == [("T1-1", 1)]


async def test_a_claim_takes_no_more_than_its_limit(database: Database) -> None:
    """Also from a table that PostgreSQL has no statistics for yet, so that it evaluates the limit for each row."""
    await put(database, *(pending(number) for number in range(60)))
    async with database.delivery_store() as store:
        sizes = [len(await store.claim("T1", "a", due=NOON, at=NOON, limit=25)) for _ in range(4)]
    assert sizes == [25, 25, 10, 0]


def doubted(status: DeliveryStatus, attempts: int = 1) -> Delivery:
    """A delivery that was in doubt and now has `status`."""
    return replace(pending(1), status=status, attempts=attempts)


@pytest.mark.parametrize("status", sorted(set(DeliveryStatus) - {DeliveryStatus.IN_DOUBT}))
@pytest.mark.parametrize("result", [DeliveryStatus.PENDING, DeliveryStatus.UNCONFIRMED, DeliveryStatus.SENT])
async def test_what_is_settled_late_changes_nothing_that_is_in_doubt_no_more(
    sqlite_database: Database, status: DeliveryStatus, result: DeliveryStatus
) -> None:
    await put(sqlite_database, doubted(status))
    async with sqlite_database.delivery_store() as store:
        await store.settle([Ended(Result("T1", "T1-1", result), 1)])
    assert (await all_of(sqlite_database))["T1-1"].status is status


@pytest.mark.parametrize(
    ("result", "attempt", "becomes"),
    [
        pytest.param(DeliveryStatus.PENDING, 2, DeliveryStatus.PENDING, id="this attempt"),
        pytest.param(DeliveryStatus.PENDING, 1, DeliveryStatus.IN_DOUBT, id="an older one"),
        pytest.param(DeliveryStatus.SENT, 1, DeliveryStatus.SENT, id="sent is true whatever the attempt"),
    ],
)
async def test_a_doubt_is_settled_for_the_attempt_that_was_asked_about(
    sqlite_database: Database, result: DeliveryStatus, attempt: int, becomes: DeliveryStatus
) -> None:
    await put(sqlite_database, doubted(DeliveryStatus.IN_DOUBT, attempts=2))
    async with sqlite_database.delivery_store() as store:
        await store.settle([Ended(Result("T1", "T1-1", result), attempt)])
    assert (await all_of(sqlite_database))["T1-1"].status is becomes


@pytest.mark.parametrize("status", sorted(set(DeliveryStatus) - {DeliveryStatus.PENDING}))
async def test_only_what_is_pending_is_claimed(database: Database, status: DeliveryStatus) -> None:
    await put(database, replace(pending(1), status=status))
    async with database.delivery_store() as store:
        assert await store.claim("T1", "a", due=NOON, at=NOON, limit=9) == []


@pytest.mark.parametrize(
    ("owner", "attempt", "status"),
    [
        pytest.param("a", 1, DeliveryStatus.REFUSED, id="that very claim"),
        pytest.param("b", 1, DeliveryStatus.SENDING, id="of another worker"),
        pytest.param("a", 0, DeliveryStatus.SENDING, id="of an older attempt"),
    ],
)
async def test_a_result_is_recorded_over_its_own_claim_alone(
    database: Database, owner: str, attempt: int, status: DeliveryStatus
) -> None:
    await put(database, pending(1))
    async with database.delivery_store() as store:
        await store.claim("T1", "a", due=NOON, at=NOON, limit=9)
        await store.record(owner, [], [Ended(Result("T1", "T1-1", DeliveryStatus.REFUSED, "no"), attempt)])
    assert [delivery.status for delivery in (await all_of(database)).values()] == [status]


async def test_a_late_sent_settles_a_doubt(database: Database) -> None:
    await put(database, replace(pending(1), status=DeliveryStatus.IN_DOUBT))
    async with database.delivery_store() as store:
        await store.record("a", [Result("T1", "T1-1", DeliveryStatus.SENT, channel_id="D1", ts="1")])
    assert [delivery.status for delivery in (await all_of(database)).values()] == [DeliveryStatus.SENT]


@pytest.mark.parametrize("is_distributed", [False, True], ids=["along one index", "on each server"])
async def test_where_something_waits_is_told_alike_on_one_server_and_on_several(
    database: Database, is_distributed: bool
) -> None:
    early, stopped = pending(1, due_at=NOON - LONG), pending(3, "T2")
    doubt = replace(pending(6, "T3"), status=DeliveryStatus.IN_DOUBT)
    await put(
        database, early, pending(2), stopped, pending(4, "T3"), replace(pending(5), status=DeliveryStatus.SENT), doubt
    )
    for workspace_id, is_stopped in (("T2", True), ("T3", False)):
        async with database.transaction(workspace_id) as transaction:
            await transaction.workspaces.mark_stopped(stopped=is_stopped)
    async with database.connection() as connection:
        store = DeliveryStore(connection, database.cipher, is_distributed=is_distributed)
        with statements() as asked:
            assert await store.waiting() == {"T1": NOON - LONG, "T2": NOON, "T3": NOON}
        assert ("RECURSIVE" in asked[0]) is not is_distributed  # which a distributed PostgreSQL refuses
        assert await store.sendable() == {
            DeliveryStatus.PENDING: {"T1": NOON - LONG, "T3": NOON},
            DeliveryStatus.SENDING: {},
            DeliveryStatus.IN_DOUBT: {"T3": NOON},
        }
        assert await store.waiting(DeliveryStatus.SENT) == {"T1": NOON}
        assert await store.waiting(DeliveryStatus.REFUSED) == {}
