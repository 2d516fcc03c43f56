"""Every key begins with the workspace, in `tables` and in a database made by the migrations."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, UniqueConstraint, inspect, text

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.placement import WHOLE, WITHOUT_WORKSPACE, distributed, workspace_column
from bot.storage.privacy.columns import THEIRS
from bot.storage.tables import metadata
from tests.databases import Postgres, move_to

TABLES = sorted(metadata.tables.values(), key=str)


def unique_keys(table: Table) -> list[list[str]]:
    """The columns of the primary key, and of everything else that must be unique."""
    keys: list[list[str]] = [rule.columns.keys() for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    keys += [index.columns.keys() for index in table.indexes if index.unique]
    return [list(names) for names in (table.primary_key.columns.keys(), *keys)]


@pytest.mark.parametrize("table", [table for table in TABLES if table not in WITHOUT_WORKSPACE], ids=str)
def test_every_key_begins_with_the_workspace(table: Table) -> None:
    first = workspace_column(table).name
    assert [names for names in unique_keys(table) if names[0] != first] == []


@pytest.mark.parametrize(("table", "columns"), THEIRS.items(), ids=map(str, THEIRS))
def test_what_is_a_persons_is_found_without_going_through_the_workspace(table: Table, columns: list[str]) -> None:
    ways = [*unique_keys(table), *(list(index.columns.keys()) for index in table.indexes)]
    assert [name for name in columns if ["workspace_id", name] not in [names[:2] for names in ways]] == []


@pytest.mark.parametrize("table", distributed(), ids=str)
def test_no_table_that_is_distributed_points_to_another_or_counts_by_itself(table: Table) -> None:
    """A foreign key would tie a table to another's location, and an automatic number belongs to one server."""
    assert not table.foreign_keys
    assert table.autoincrement_column is None
    assert not workspace_column(table).nullable


def test_what_has_no_workspace_is_not_distributed() -> None:
    assert set(WHOLE) >= WITHOUT_WORKSPACE
    assert {table for table in TABLES if "workspace_id" not in table.c} == WITHOUT_WORKSPACE | {
        metadata.tables["workspaces"]
    }


def keys_made(connection: Connection) -> dict[str, list[list[Any]]]:
    """The keys of every table as the database has them, the primary key first."""
    looked_at = inspect(connection)
    made: dict[str, list[list[Any]]] = {}
    for name in metadata.tables:
        others: list[list[Any]] = [rule["column_names"] for rule in looked_at.get_unique_constraints(name)]
        indexes = [index["column_names"] for index in looked_at.get_indexes(name) if index["unique"]]
        others += [names for names in indexes if names not in others]  # PostgreSQL lists a constraint as an index too
        made[name] = [list(looked_at.get_pk_constraint(name)["constrained_columns"]), *map(list, others)]
    return made


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_former_database_gets_these_keys_and_keeps_its_rows(
    tmp_path: Path, postgres: Postgres, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else postgres.url(await postgres.create())
    database = Database(url, Cipher([new_key()]))
    await upgrade(database.engine)
    await move_to(database, "0031")
    async with database.connection() as connection:
        await connection.execute(text(DELIVERY))
        await connection.execute(text(DOOR))
    await upgrade(database.engine)
    async with database.connection() as connection:
        made = await connection.run_sync(keys_made)
        kept = [(await connection.execute(text(f"SELECT * FROM {name}"))).one() for name in ("deliveries", "doors")]
    assert made == {table.name: unique_keys(table) for table in TABLES}
    assert (kept[0].id, kept[0].attempts, kept[1].digest) == ("d1", 0, "digest")
    await database.close()


DELIVERY = """INSERT INTO deliveries (id, workspace_id, recipient, nudge, subject, "on", due_at, status, reason,
              channel_id, ts, content_id, why, attempts)
              VALUES ('d1', 'T1', 'U1', 'hello', '', '2026-11-24', '2026-11-24 12:00:00', 'sent', '',
                      '', '', '', '', 0)"""
DOOR = "INSERT INTO doors VALUES ('T1', 'U1', 'api', 'digest', '2026-11-24 12:00:00')"
