"""Storing and sending work where the tables are split by workspace."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT, tidy
from bot.storage.maintenance.rekey import rekey
from bot.storage.outbox.results import Ended, Result
from bot.storage.placement import distributed, statements, workspace_column
from tests.databases import Postgres
from tests.delivery.fakes import NOON, all_of, pending, put
from tests.partitions import create_split
from tests.storage.cases import CASES, PLAN

HERE, THERE = "T1", "T4"  # in different partitions, as a test checks


@pytest.fixture
async def split(postgres: Postgres) -> AsyncIterator[Database]:
    """An empty PostgreSQL database whose tables are split."""
    database = Database(postgres.url(await postgres.create()), Cipher([new_key()]))
    async with database.engine.begin() as connection:
        await connection.run_sync(create_split)
    yield database
    await database.close()


async def rows_of(database: Database, workspace_id: str) -> dict[str, int]:
    """How many rows a workspace has, by table, for tables where it has any."""
    counted: dict[str, int] = {}
    async with database.connection() as connection:
        for table in distributed():
            mine = select(func.count()).select_from(table).where(workspace_column(table) == workspace_id)
            if number := await connection.scalar(mine):
                counted[table.name] = number
    return counted


async def test_everything_is_written_read_and_erased_in_the_part_of_its_workspace(split: Database) -> None:
    for workspace_id in (HERE, THERE):
        for case in CASES.values():
            async with split.transaction(workspace_id) as transaction:
                await case.save(transaction)
            async with split.reading(HERE) as transaction:
                assert await case.load(transaction) == case.thing
    assert (await rekey(split))["practices"].unreadable == 0
    async with split.transaction(HERE) as transaction:
        await transaction.erasure.of_everything()
    assert await rows_of(split, HERE) == {}
    assert await rows_of(split, THERE)


async def test_deliveries_of_two_parts_are_planned_claimed_ended_and_forgotten(split: Database) -> None:
    old = replace(pending(3), status=DeliveryStatus.SENT, due_at=NOON - KEPT - timedelta(days=1))
    await put(split, pending(1), pending(2, THERE), old)
    async with split.delivery_store() as store:
        await store.move_on([], [(PLAN, PLAN.next)], [])
        claimed = await store.claim(HERE, "a", due=NOON, at=NOON, limit=9) + await store.claim(
            THERE, "a", due=NOON, at=NOON, limit=9
        )
        ids = [delivery.id for delivery in claimed]
        await store.record("a", [Result(HERE, ids[0], DeliveryStatus.SENT, channel_id="D1", ts="1")])
        await store.record("a", [], [Ended(Result(THERE, ids[1], DeliveryStatus.REFUSED, "no"), 1)])
    assert await tidy(split, NOON) == 1
    ended = {delivery.id: delivery.status for delivery in (await all_of(split)).values()}
    assert ended == {ids[0]: DeliveryStatus.SENT, ids[1]: DeliveryStatus.REFUSED}
    async with split.connection() as connection:
        parts = await connection.scalars(text("SELECT DISTINCT tableoid::regclass::text FROM deliveries"))
        assert len(parts.all()) == 2


# What Citus refuses in a table: a key without the column it is distributed by, foreign keys, and triggers.
CITUS = """
CREATE FUNCTION create_distributed_table(of text, by text, colocate_with text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE number int;
BEGIN
  SELECT attnum INTO STRICT number FROM pg_attribute WHERE attrelid = of::regclass AND attname = by AND attnotnull;
  IF EXISTS (SELECT FROM pg_index WHERE indrelid = of::regclass AND indisunique AND NOT number = ANY (indkey::int2[]))
  OR EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND of::regclass IN (conrelid, confrelid))
  OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = of::regclass) THEN
    RAISE 'cannot distribute % by %', of, by;
  END IF;
  INSERT INTO lies VALUES (of, by, colocate_with);
END $$"""


async def test_the_statements_for_citus_distribute_what_the_migrations_made(postgres: Postgres) -> None:
    database = Database(await postgres.migrated(), Cipher([new_key()]))
    async with database.connection() as connection:
        await connection.execute(text("CREATE TABLE lies (of text PRIMARY KEY, by text, beside text)"))
        await connection.execute(text(CITUS))
        for statement in statements():
            await connection.execute(text(statement))
        lies = (await connection.execute(text("SELECT of, by, beside FROM lies"))).all()
        refused = text("SELECT create_distributed_table('oauth_states', 'expires_at', 'none')")
        with pytest.raises(DBAPIError, match="cannot distribute"):
            await connection.execute(refused)
    assert {row.of: row.by for row in lies} == {table.name: workspace_column(table).name for table in distributed()}
    assert {row.beside for row in lies if row.of != "workspaces"} == {"workspaces"}
    await database.close()
