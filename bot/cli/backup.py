"""Commands that copy a SQLite database and restore a copy: `backup`, `restore`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import console
from bot.clock import wall_clock
from bot.database_settings import read_database_settings, read_database_url
from bot.errors import SetupError
from bot.services.people.after_restore import erase_again
from bot.storage.base.cipher import Cipher
from bot.storage.base.keys import holds_sealed, key_path, sqlite_path
from bot.storage.base.unavailable import words_of
from bot.storage.database import Database
from bot.storage.maintenance.backup import BEFORE, back_up, forget_beats, put_back, revision_of, workplace
from bot.storage.maintenance.key_check import MANY, try_keys
from bot.storage.migrate import newest, upgrade

BACK_IN_IT = (
    "People who had their data deleted since then are back in it. Erase them again with `python -m bot erase-person`, "
    "or with `python -m bot erase-again` and a database that recorded it."
)
NOT_KEPT = (
    "So the current database cannot be kept, and nothing was changed. If it is damaged, stop the app, move {database} "
    "away, with {database}-wal and {database}-shm if they exist but not the key, and run this again."
)
FILE = typer.Argument(help="The backup file.")


def backup(file: Annotated[Path, FILE]) -> None:
    """Copy the SQLite database to FILE while the app runs. The key is not in the copy."""
    database = _sqlite_file("pg_dump --format=custom --no-owner --file=FILE")
    size = back_up(database, file)
    _say(f"{file}: a complete copy of {database} as of now, {size:,} bytes, readable only by its owner.")
    _say(f"The key is not in it. {_where_the_key_is(database)} Keep a copy of the key too, somewhere else:")
    _say("without it, nobody can read the copy's texts or use its tokens; with both, anybody can.")


def restore(file: Annotated[Path, FILE]) -> None:
    """Replace the SQLite database with FILE; the current one is kept beside it. The app can keep running."""
    database = _sqlite_file("pg_restore --no-owner --single-transaction --dbname=… FILE, into an empty database")
    if file.exists() and database.exists() and file.samefile(database):
        raise SetupError(f"{file} is the database itself, not a copy. Nothing was changed.")
    revision = revision_of(file, newest())
    with workplace(database) as prepared:
        back_up(file, prepared)
        about_erased = asyncio.run(_prepare(prepared, database, is_there=database.exists()))
        if database.exists():
            before = database.with_name(f"{database.name}{BEFORE}{wall_clock():%Y-%m-%d-%H%M%S}")
            try:
                back_up(database, before)
            except SetupError as error:
                raise SetupError(f"{error} {NOT_KEPT.format(database=database)}") from None
            _say(f"The previous database is kept as {before}. Delete it once all is well; it holds people's data.")
        put_back(prepared, database)
    tables = "" if revision == newest() else f" Its tables were at {revision} and are now up to date."
    _say(f"{database} is restored from {file}.{tables}")
    _say(
        "Before a message is posted, Slack is asked whether it was sent after the copy was made, so nothing goes out "
        "twice."
    )
    _say(about_erased)


async def _prepare(prepared: Path, database: Path, *, is_there: bool) -> str:
    """Bring a copy to the newest tables, check the key, and erase again the people who have had themselves deleted
    since, all before the copy replaces anything. `is_there`: there is a database to replace. Returns a sentence about
    these people.

    Raises SetupError if there is no key for what is sealed in it, or if the keys open none of it.
    """
    settings = read_database_settings()
    place = "at the end of" if settings.encryption_keys else f"into {key_path(database)} or into"
    lost = f"Put the key that was in use when the copy was made {place} ENCRYPTION_KEYS"
    keys = settings.keys(make=False)
    async with Database(f"sqlite:///{prepared}", Cipher(keys)) as copy:
        await upgrade(copy.engine)
        trial = await try_keys(copy, MANY)
        if trial.opens_nothing:
            raise SetupError(f"The key decrypts nothing in the copy. {lost}. Nothing was changed.")
        about_erased = await _erased(copy, database, Cipher(keys)) if is_there else BACK_IN_IT
    forget_beats(prepared)
    return about_erased


async def _erased(copy: Database, database: Path, cipher: Cipher) -> str:
    """Erase from the copy, again, the people who had themselves deleted, according to the database that it replaces."""
    try:
        async with Database(f"sqlite:///{database}", cipher, looks_only=True) as former:
            count = await erase_again(copy, former, wall_clock())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is about to be replaced
        return f"{BACK_IN_IT} The previous database cannot tell who: {words_of(error)}."
    return f"People erased again, because the previous database says that they had their data deleted: {count}."


def _sqlite_file(how: str) -> Path:
    """The SQLite file of DATABASE_URL. Raises SetupError if that is another database, which has tools of its own."""
    path = sqlite_path(read_database_url())
    if path is None:
        raise SetupError(
            f"This command is for SQLite. PostgreSQL has its own tools, which work while the app runs: {how} (the "
            "README has the details). The key is not in such a copy: keep ENCRYPTION_KEYS somewhere else."
        )
    return path


def _where_the_key_is(database: Path) -> str:
    if read_database_settings().encryption_keys:
        return "It is in ENCRYPTION_KEYS."
    path = key_path(database)
    if path.exists():
        return f"It is the file {path}."
    if holds_sealed(database):
        return (
            f"It is MISSING: there is no file {path}, and ENCRYPTION_KEYS is not set. Look for it in your backups now."
        )
    return f"It will be the file {path}, once there is one."


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
