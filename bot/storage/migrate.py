"""Brings a database to the newest tables, and says whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables import metadata

HERE = Path(__file__).parent / "migrations"
LOCK = 7_046_238  # any number, as long as every Second Chair uses the same one


async def upgrade(engine: AsyncEngine) -> None:
    """Run every migration that is missing. Two processes at once wait for each other."""
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        await connection.run_sync(_upgrade)


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the newest migration has run here."""
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return found == ScriptDirectory.from_config(_config(None)).get_current_head()


async def differences(engine: AsyncEngine) -> list[str]:
    """How `tables` differ from what the migrations made; nothing where they agree."""
    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda sync: [str(found) for found in compare_metadata(MigrationContext.configure(sync), metadata)]
        )


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
