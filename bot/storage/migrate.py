"""Migrates a database to the newest tables, and tells whether it already has them.

Alembic is imported only to migrate existing tables: almost every start finds the newest tables or none at all, and is a
tenth or a third faster without it.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SetupError
from bot.storage.database import reading
from bot.storage.tables import metadata

HERE = Path(__file__).parent / "migrations"
TOO_NEW = (
    "The database has the tables of a newer Second Chair (number {theirs}; this one knows {ours}). It cannot be "
    "downgraded: run the newer version, or restore the backup from before the upgrade."
)
# As Alembic creates it.
VERSION_TABLE = (
    "CREATE TABLE alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
LOCK = 7_046_238  # any number, as long as every Second Chair uses the same one


async def upgrade(engine: AsyncEngine) -> None:
    """Run every missing migration; an empty database gets all tables at once. Of two processes at the same time, one
    waits for the other.

    Raises SetupError if a newer version of the program has migrated it.
    """
    revisions = await _asked(engine)
    if revisions == [newest()]:
        return
    _refuse_newer(revisions)
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        await connection.run_sync(_upgrade)


@cache
def new_file() -> bytes:
    """A SQLite file with the newest tables and nothing in them; made once per process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite3"
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            _upgrade(connection)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        engine.dispose()
        return path.read_bytes()


async def require_no_newer(engine: AsyncEngine) -> None:
    """Raise SetupError if a newer version of the program has migrated it: only that version can use it."""
    _refuse_newer(await _asked(engine))


async def require_newest(engine: AsyncEngine) -> None:
    """Raise SetupError unless the newest migration has run here, and none of a newer version."""
    if not await is_current(engine):
        await require_no_newer(engine)
        raise SetupError("The database has out-of-date tables. Run `python -m bot migrate` first.")


def _refuse_newer(revisions: list[str]) -> None:
    if any(revision > newest() for revision in revisions):
        raise SetupError(TOO_NEW.format(theirs=max(revisions), ours=newest()))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the newest migration has run here; works while others write."""
    return await _asked(engine) == [newest()]


async def _asked(engine: AsyncEngine) -> list[str]:
    async with reading(engine) as connection:
        return await connection.run_sync(_revisions)


@cache
def newest() -> str:
    """The number of the newest migration, from its file name: 0001_the_first_tables.py has "0001"."""
    return max(file.name for file in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def _revisions(connection: Connection) -> list[str]:
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


async def differences(engine: AsyncEngine) -> list[str]:
    """The differences between `tables` and the result of the migrations; empty if they agree."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see above

    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda sync: [
                str(difference) for difference in compare_metadata(MigrationContext.configure(sync), metadata)
            ]
        )


def _upgrade(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        migrate(connection)
        return
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text(VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


def migrate(connection: Connection) -> None:
    """Run every missing migration, from the first one if the database is empty."""
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
