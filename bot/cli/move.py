"""The command that takes a SQLite database to PostgreSQL: `move`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import console
from bot.database_settings import DatabaseSettings, read_database_settings
from bot.errors import SetupError
from bot.storage.base.cipher import Cipher
from bot.storage.base.elsewhere import is_open
from bot.storage.base.keys import key_path, sqlite_path
from bot.storage.base.unavailable import is_away, words_of
from bot.storage.database import Database
from bot.storage.maintenance.key_check import require_key
from bot.storage.maintenance.move import copy_all
from bot.storage.migrate import require_newest, upgrade


def move(
    to: Annotated[str, typer.Argument(metavar="URL", help="An empty PostgreSQL database, as postgres://….")],
) -> None:
    """Copy everything from the SQLite database into an empty PostgreSQL one. Stop the app first."""
    settings = read_database_settings()
    file = sqlite_path(settings.database_url)
    if file is None or not file.exists():
        raise SetupError("DATABASE_URL names no SQLite file that exists, so there is nothing to move.")
    if is_open(file):
        raise SetupError(f"A process has {file} open. Stop the app first. Nothing was copied.")
    count = asyncio.run(_moved(settings, to))
    for line in (
        f"Rows copied: {count:,}. {file} is as it was; delete it, and its copies, once all is well.",
        f"Now set DATABASE_URL to the PostgreSQL database{_and_the_key(settings, file)}, and start the app.",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


async def _moved(settings: DatabaseSettings, to: str) -> int:
    """Copy everything to the database at that URL. Returns how many rows."""
    cipher = Cipher(settings.keys(make=False))
    target = Database(to, cipher)
    if not target.is_shared:
        raise SetupError("Give the URL of a PostgreSQL database, such as postgres://user:password@host/name.")
    try:
        async with target, Database(settings.database_url, cipher, looks_only=True) as source:
            await require_newest(source.engine)
            await require_key(source)
            await upgrade(target.engine)
            return await copy_all(source, target)
    except Exception as error:
        if not is_away(error):
            raise
        raise SetupError(f"A database cannot be used: {words_of(error)}. Nothing was copied.") from None


def _and_the_key(settings: DatabaseSettings, file: Path) -> str:
    if settings.encryption_keys is not None:
        return ", keep ENCRYPTION_KEYS"
    key = key_path(file)
    return f" and ENCRYPTION_KEYS to {f'the content of {key}' if key.exists() else 'a new key'}"
