"""Commands about the database and what is sealed in it: `migrate`, `distribution`, `new-key`, `rotate-keys`."""

import asyncio
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.cli.console import console
from bot.database_settings import read_database_url
from bot.settings import read_settings
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.rekey import Rekeyed, rekey
from bot.storage.migrate import differences, require_newest, upgrade
from bot.storage.placement import statements

TO_CHANGE = "To change the key, put the new one before the old one in ENCRYPTION_KEYS, restart, and run this again."


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Only check, on an empty file, that the migrations make the tables.")
    ] = False,
) -> None:
    """Bring the database's tables up to date."""
    if check:
        differing = asyncio.run(_check_migrations())
        for difference in differing:
            console.print(difference)
        console.print(
            "The migrations and the tables differ." if differing else "The migrations make exactly these tables."
        )
        raise typer.Exit(1 if differing else 0)
    asyncio.run(migrate_database(read_database_url()))
    console.print("The database's tables are up to date.")


def print_distribution() -> None:
    """Print the psql statements that distribute the tables by workspace on Citus; the guide says when and how."""
    typer.echo("\n".join(statements()))


def print_key() -> None:
    """Print a new key for ENCRYPTION_KEYS."""
    typer.echo(new_key())


def rotate_keys() -> None:
    """Re-encrypt all texts and tokens with the first of ENCRYPTION_KEYS; the app can keep running."""
    keys, tables = asyncio.run(_rotate_keys())
    for name, became in tables.items():
        console.print(f"{name}: {became.changed} rows re-encrypted")
    left = {name: became.unreadable for name, became in tables.items() if became.unreadable}
    for name, rows in left.items():
        console.print(
            f"{name}: {rows} rows hold something that no key decrypts; they were left as they are", style="red"
        )
    if left:
        console.print(
            "Everything else is encrypted with the first key. Add the missing key at the end of ENCRYPTION_KEYS and "
            "run this again; without it, those rows cannot be read any more."
        )
        raise typer.Exit(1)
    console.print(_rotated(keys, sum(became.changed for became in tables.values())), soft_wrap=True)


def _rotated(keys: int, changed: int) -> str:
    """What is so once everything is encrypted with the first of so many keys, which changed so many rows."""
    if keys == 1:
        return f"There is only one key, and everything is encrypted with it. {TO_CHANGE}"
    done = "Everything is encrypted with the first of ENCRYPTION_KEYS"
    gone = "The other keys are no longer needed, except for older copies."
    return f"{done}. {gone}" if changed else f"{done}, and was before. {gone} {TO_CHANGE}"


async def _rotate_keys() -> tuple[int, dict[str, Rekeyed]]:
    """How many keys there are, and what was re-encrypted with the first, by table."""
    settings = read_settings()
    keys = settings.keys()
    async with Database(settings.database_url, Cipher(keys)) as database:
        await require_newest(database.engine)
        return len(keys), await rekey(database)


async def migrate_database(url: str) -> None:
    """Bring the database at `url` to the newest tables. Raises SetupError if that is not possible."""
    async with Database(url, Cipher([new_key()])) as database:
        await upgrade(database.engine)


async def _check_migrations() -> list[str]:
    with TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{folder}/empty.sqlite3", Cipher([new_key()])) as database:
            await upgrade(database.engine)
            return await differences(database.engine)
