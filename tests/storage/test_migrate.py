"""Migrations make exactly the tables, once, and know when they have run."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bot.errors import SetupError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, async_url
from bot.storage.migrate import HERE, differences, is_current, migrate, newest, upgrade
from tests.databases import Postgres, move_to


def shape(connection: Connection) -> dict[str, object]:
    """Everything that defines a table, except the order of its columns."""
    looks = inspect(connection)
    return {
        table: (
            {column["name"]: str(column) for column in looks.get_columns(table)},
            looks.get_pk_constraint(table),
            *(sorted(map(str, ask(table))) for ask in (looks.get_indexes, looks.get_unique_constraints)),
            *(sorted(map(str, ask(table))) for ask in (looks.get_foreign_keys, looks.get_check_constraints)),
        )
        for table in looks.get_table_names()
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_an_empty_database_gets_at_once_exactly_what_the_migrations_make(
    tmp_path: Path, postgres: Postgres, kind: str
) -> None:
    """In the most common case, a first start, nobody waits for 35 migrations of nothing."""
    urls = [
        f"sqlite:///{tmp_path}/{name}.sqlite3" if kind == "sqlite" else postgres.url(await postgres.create())
        for name in ("migrated", "made")
    ]
    migrated, made = (Database(url, Cipher([new_key()])) for url in urls)
    async with migrated.connection() as connection:
        await connection.run_sync(migrate)
    assert not await is_current(made.engine)
    await upgrade(made.engine)
    await upgrade(made.engine)
    shapes = []
    for database in (migrated, made):
        assert await is_current(database.engine)
        assert await differences(database.engine) == []
        async with database.connection() as connection:
            shapes.append(await connection.run_sync(shape))
        await database.close()
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_two_processes_that_start_at_once_migrate_once(tmp_path: Path, postgres: Postgres, kind: str) -> None:
    url = f"sqlite:///{tmp_path}/both.sqlite3" if kind == "sqlite" else postgres.url(await postgres.create())
    one, other = (Database(url, Cipher([new_key()])) for _ in range(2))
    await asyncio.gather(upgrade(one.engine), upgrade(other.engine))
    assert await is_current(one.engine)
    assert await differences(other.engine) == []
    async with one.connection() as connection:
        assert (await connection.scalars(text("SELECT version_num FROM alembic_version"))).all() == [newest()]
    await one.close()
    await other.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/newer.sqlite3", Cipher([new_key()]))
    await upgrade(database.engine)
    async with database.connection() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match=r"of a newer Second Chair \(number 9999.*cannot be downgraded"):
        await upgrade(database.engine)
    await database.close()


def test_alembic_itself_is_refused_in_words() -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    with pytest.raises(CommandError, match="The tables cannot be downgraded"):
        command.downgrade(config, "-1")


OF_TWO_MEANINGS = {
    "why a prompt was chosen": ("sent", "monday", "p1", ("", "monday", None)),
    "moved from a full day": ("pending", "moved from 2026-11-23", "", ("", "", "2026-11-23")),
    "why it ended": ("refused", "is_archived", "p1", ("is_archived", "", None)),
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_reason_of_two_meanings_becomes_two_columns(tmp_path: Path, postgres: Postgres, kind: str) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else postgres.url(await postgres.create())
    database = Database(url, Cipher([new_key()]))
    await upgrade(database.engine)
    await move_to(database, "0011")
    columns = 'id, workspace_id, recipient, nudge, subject, "on", due_at, status, reason, channel_id, ts, content_id'
    day, due_at = "'2026-11-24'", "'2026-11-24 12:00:00'"
    async with database.connection() as connection:
        for name, (status, reason, content, _) in OF_TWO_MEANINGS.items():
            values = f"'{name}', 'T1', 'U1', '{name}', '', {day}, {due_at}, '{status}', '{reason}', '', '', '{content}'"
            await connection.execute(text(f"INSERT INTO deliveries ({columns}) VALUES ({values})"))
    await upgrade(database.engine)
    async with database.connection() as connection:
        rows = await connection.execute(text("SELECT id, reason, why, moved_from FROM deliveries"))
        now = {row.id: (row.reason, row.why, row.moved_from and str(row.moved_from)) for row in rows}
    assert now == {name: became for name, (*_, became) in OF_TWO_MEANINGS.items()}
    await database.close()


TIMES = {
    "usual": ("'08:30:00.000000'", "'15:00:00.000000'", "08:00-18:00"),
    "an early prompt": ("'06:45:00.000000'", "'15:00:00.000000'", "06:45-18:00"),
    "a late check-in and no prompt": ("NULL", "'21:00:00.000000'", "08:00-21:00"),
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_time_chosen_before_there_were_hours_lies_within_them(
    tmp_path: Path, postgres: Postgres, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else postgres.url(await postgres.create())
    database = Database(url, Cipher([new_key()]))
    await upgrade(database.engine)
    await move_to(database, "0025")
    columns = (
        "workspace_id, user_id, name, profile_zone, standing, is_admin, is_leader, is_guest, working_days, prompt_at,"
        " checkin_day, checkin_at"
    )
    async with database.connection() as connection:
        for name, (prompt_at, checkin_at, _) in TIMES.items():
            values = (
                f"'T1', '{name}', 'Maria', 'UTC', 'active', false, true, false, '01234', {prompt_at}, 4, {checkin_at}"
            )
            await connection.execute(text(f"INSERT INTO people ({columns}) VALUES ({values})"))
    await upgrade(database.engine)
    async with database.connection() as connection:
        rows = await connection.execute(text("SELECT user_id, hours FROM people"))
        assert {row.user_id: row.hours for row in rows} == {name: hours for name, (*_, hours) in TIMES.items()}
        # With 0034 it also has a row of its own, without which housekeeping skipped it.
        assert (await connection.execute(text("SELECT id, stopped, text_months FROM workspaces"))).all() == [
            ("T1", False, 18)
        ]
    await database.close()


async def test_an_older_database_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.sqlite3", Cipher([new_key()]))
    await upgrade(database.engine)
    assert await is_current(database.engine)
    async with database.connection() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not await is_current(database.engine)
    await database.close()


def test_the_newest_migration_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_the_url_of_a_host_gets_its_async_driver() -> None:
    assert async_url("postgres://u:p@h/d").render_as_string(hide_password=False) == "postgresql+asyncpg://u:p@h/d"
    assert str(async_url("sqlite:///file")) == "sqlite+aiosqlite:///file"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_asked_about(url: str) -> None:
    with pytest.raises(SetupError, match="nothing survives a restart"):
        async_url(url)
