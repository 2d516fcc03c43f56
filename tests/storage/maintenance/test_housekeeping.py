"""What nobody needs any more goes to the second, a batch at a time, and nothing else does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.safeguards import SafeguardKind
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import BATCH, LOCK, tidy
from bot.storage.tables import aggregates, contributors, deliveries, draft_answers, removals, safeguards, seen
from tests.storage.rows import NOW, RowOf, as_texts, put, row, there

SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
A_YEAR_AND_MORE = 400 * ONE_DAY
UNDECIDED = {DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT}
ENDED = set(DeliveryStatus) - UNDECIDED - {DeliveryStatus.PENDING}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker one: what goes is the same on both."""
    return sqlite_database


@pytest.mark.parametrize(
    ("table", "when", "kept", "facts"),
    [
        *(
            pytest.param(deliveries, "due_at", A_YEAR_AND_MORE, {"status": status}, id=f"delivery {status}")
            for status in sorted(ENDED)
        ),
        pytest.param(seen, "at", timedelta(hours=1), {}, id="request"),
        *(
            pytest.param(aggregates, "at", A_YEAR_AND_MORE, {"kind": kind}, id=f"aggregate {kind}")
            for kind in set(AggregateKind) - {AggregateKind.PROMPT_TALLY}
        ),
        pytest.param(safeguards, "at", 91 * ONE_DAY, {"kind": SafeguardKind.COHORT}, id="cohort"),
        pytest.param(safeguards, "at", ONE_DAY, {"kind": SafeguardKind.ROUND}, id="round"),
        pytest.param(draft_answers, "at", 14 * ONE_DAY, {}, id="draft"),
        pytest.param(removals, "given_up_at", 30 * ONE_DAY, {}, id="removal that was given up"),
    ],
)
async def test_a_row_goes_in_the_second_in_which_it_is_too_old(
    database: Database, table: Table, when: str, kept: timedelta, facts: dict[str, Any]
) -> None:
    young, old = facts | {when: NOW - kept}, facts | {when: NOW - kept - SECOND}
    stays = [row(table, "k1", workspace_id, **young) for workspace_id in ("T1", "T2")]
    goes = [row(table, f"k{workspace_id}", workspace_id, **old) for workspace_id in ("T1", "T2")]
    await put(database, [*stays, *goes])
    assert await tidy(database, NOW) == 2
    assert await there(database) == as_texts(stays)


async def test_what_is_kept_for_ever_or_not_ended_stays_however_old(database: Database) -> None:
    old: dict[str, Any] = {"at": NOW - 9 * A_YEAR_AND_MORE}
    held = set(SafeguardKind) - {SafeguardKind.COHORT, SafeguardKind.ROUND}
    stays = [
        *(row(deliveries, status.value, status=status, due_at=old["at"]) for status in UNDECIDED),
        row(aggregates, "tally", kind=AggregateKind.PROMPT_TALLY, **old),
        row(contributors, "tally", kind=AggregateKind.PROMPT_TALLY),
        *(row(safeguards, "k", kind=kind, **old) for kind in held),
        row(removals, "still tried", due_at=old["at"]),
    ]
    await put(database, stays)
    assert await tidy(database, NOW) == 0
    assert await there(database) == as_texts(stays)


async def test_an_aggregate_goes_with_its_own_contributors(database: Database) -> None:
    week, quarter = {"kind": AggregateKind.WEEK}, {"kind": AggregateKind.QUARTER}
    own: dict[str, Any] = {"scope": "s", **week}
    stays = [
        row(contributors, "k", **week, scope="another"),
        row(contributors, "k", **quarter, scope="s"),
        row(contributors, "k", "T2", **own),
    ]
    await put(database, [*stays, row(contributors, "k1", **own), row(contributors, "k2", **own)])
    await put(database, [row(aggregates, "k", **own, at=NOW - A_YEAR_AND_MORE - SECOND)])
    assert await tidy(database, NOW) == 1
    assert await there(database) == as_texts(stays)


async def test_what_waited_for_two_weeks_is_missed(database: Database) -> None:
    def waiting(workspace_id: str, key: str, wait: timedelta, **ended: object) -> RowOf:
        status = {"status": DeliveryStatus.PENDING, "reason": "", **ended}
        return row(deliveries, key, workspace_id, due_at=NOW - wait, **status)

    late, missed = 14 * ONE_DAY + SECOND, {"status": DeliveryStatus.MISSED, "reason": "too late"}
    other = {"status": DeliveryStatus.SENDING}
    stays = [waiting("T1", "k1", 14 * ONE_DAY), waiting("T2", "k2", late, **other), waiting("T3", "k3", ONE_DAY)]
    await put(database, [*stays, waiting("T1", "k4", late), waiting("T2", "k5", late)])
    assert await tidy(database, NOW) == 0
    gone = [waiting("T1", "k4", late, **missed), waiting("T2", "k5", late, **missed)]
    assert await there(database) == as_texts([*stays, *gone])


async def number_of(database: Database, table: Table) -> int:
    async with database.connection() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_at_most_so_many_batches_go_at_a_time(database: Database) -> None:
    await put(database, (row(seen, f"k{number}", at=NOW - ONE_DAY) for number in range(2 * BATCH + 2)))
    assert await tidy(database, NOW, most=2) == 1000
    assert await number_of(database, seen) == 2
    assert await tidy(database, NOW, most=2) == 2


async def test_so_many_workspaces_lose_a_batch_of_deliveries_the_oldest_first(database: Database) -> None:
    def sent(workspace_id: str, key: str, at: datetime) -> RowOf:
        return row(deliveries, f"{workspace_id}{key}", workspace_id, status=DeliveryStatus.SENT, due_at=at)

    over = NOW - A_YEAR_AND_MORE
    await put(database, [sent("T0", "young", over), sent("T3", "third", over - SECOND)])
    for workspace_id in ("T1", "T2"):
        youngest = sent(workspace_id, "youngest", over - SECOND)
        await put(database, [youngest, *(sent(workspace_id, f"{n}", over - ONE_DAY) for n in range(BATCH))])
    assert await tidy(database, NOW, most=2) == 1000
    async with database.connection() as connection:
        left = set(await connection.scalars(select(deliveries.c.id)))
    assert left == {"T0young", "T1youngest", "T2youngest", "T3third"}


async def hold(connection: AsyncConnection) -> None:
    """Be at it as another process would be."""
    await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    await connection.execute(select(deliveries).where(deliveries.c.id == "held").with_for_update())


async def test_what_another_process_is_at_is_left_to_it(postgres_database: Database) -> None:
    old: dict[str, Any] = {"status": DeliveryStatus.SENT, "due_at": NOW - A_YEAR_AND_MORE - SECOND}
    await put(postgres_database, [row(deliveries, "held", **old), row(deliveries, "free", **old)])
    await put(postgres_database, [row(seen, "k", at=NOW - ONE_DAY)])
    async with postgres_database.connection() as other:
        await hold(other)
        assert await tidy(postgres_database, NOW) == 1, "the delivery that nobody holds"
    assert await tidy(postgres_database, NOW) == 2
