"""Migrations make exactly the tables, once, and know when they have run."""

from pathlib import Path

from bot.storage.cipher import Cipher, new_key
from bot.storage.database import Database, async_url
from bot.storage.migrate import differences, is_current, upgrade


async def test_migrations_make_exactly_the_tables(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite3", Cipher([new_key()]))
    assert not await is_current(database.engine)
    await upgrade(database.engine)
    await upgrade(database.engine)
    assert await is_current(database.engine)
    assert await differences(database.engine) == []
    await database.close()


def test_the_url_of_a_host_gets_its_async_driver() -> None:
    assert async_url("postgres://u:p@h/d") == "postgresql+asyncpg://u:p@h/d"
    assert async_url("sqlite:///file") == "sqlite+aiosqlite:///file"
