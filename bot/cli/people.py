"""Commands about the data of people who can no longer ask the app: `export-person`, `erase-person`, `erase-again`."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.app.bot import Bot, build
from bot.cli.console import console
from bot.clock import wall_clock
from bot.database_settings import read_database_settings
from bot.domain.people.people import Who
from bot.errors import SetupError
from bot.services.people import after_restore
from bot.settings import read_settings
from bot.storage.base.cipher import Cipher
from bot.storage.base.unavailable import is_away, words_of
from bot.storage.database import Database
from bot.storage.maintenance.key_check import require_key
from bot.storage.migrate import is_current, require_newest

T = TypeVar("T")
WORKSPACE = typer.Argument(help="The workspace's id, such as T0123ABCD; an organisation's begins with E.")
PERSON = typer.Argument(help="The person's Slack id, such as U0123ABCD.")


def export_person(
    workspace: Annotated[str, WORKSPACE],
    person: Annotated[str, PERSON],
    folder: Annotated[Path, typer.Argument(help="Where to write the two files.")] = Path(),
) -> None:
    """Write everything held about a person to two files, one to read and one for programs."""
    export = asyncio.run(_with_bot(lambda bot: bot.services.privacy.export(Who(workspace, person))))
    if not export.held:
        raise SetupError(f"Nothing is held about {person} in {workspace}.")
    for name, text in ((f"{person}.txt", export.readable), (f"{person}.json", export.data)):
        _write(folder / name, text)
        told = f"{folder / name}: readable only by its owner. Give it to that person, then delete it."
        console.print(told, markup=False, soft_wrap=True)


def erase_person(
    workspace: Annotated[str, WORKSPACE],
    person: Annotated[str, PERSON],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Delete everything held about a person, as `/secondchair delete-me` does; the app can keep running."""
    held = asyncio.run(_with_bot(lambda bot: _held(bot, Who(workspace, person))))
    if not held:
        raise SetupError(f"Nothing is held about {person} in {workspace}.")
    counts = ", ".join(f"{count} in {table}" for table, count in held.items())
    console.print(f"Held about {person} in {workspace}: {counts}.", markup=False, soft_wrap=True)
    if not yes:
        typer.confirm("Delete all of it permanently, including ride-alongs for the other person?", abort=True)
    gone = asyncio.run(_with_bot(lambda bot: bot.services.privacy.forget(Who(workspace, person))))
    console.print(f"Rows deleted: {sum(gone.values())}. Nothing is sent to {person} until they press Start again.")
    console.print("While the app runs, it removes the messages in Slack that hold their data, one by one.")


async def _held(bot: Bot, who: Who) -> dict[str, int]:
    """How many rows are held about a person, by table, and how many answers of others list them."""
    export, named = await bot.services.privacy.export(who), await bot.services.privacy.named(who)
    return dict(export.held) | ({"others' answers": named} if named else {})


FORMER_TABLES = (
    "The former database has out-of-date tables, so it cannot tell who had their data deleted. Give the right URL, or "
    "run `python -m bot migrate` with this one first. Nothing was erased."
)


def erase_again(
    former: Annotated[str, typer.Argument(help="The URL of the database that was in use before; it is only read.")],
) -> None:
    """After restoring an older copy into DATABASE_URL: erase the people again who had their data deleted since,
    and keep every refusal given since.
    """
    count = asyncio.run(_erased_again(former))
    console.print(f"Erased again: {count}. Nothing is sent to them until they press Start again.")


async def _erased_again(former_url: str) -> int:
    settings = read_database_settings()
    cipher = Cipher(settings.keys(make=False))
    restored, former = Database(settings.database_url, cipher), Database(former_url, cipher, looks_only=True)
    try:
        async with restored, former:
            await require_newest(restored.engine)
            await require_key(restored)
            if not await is_current(former.engine):
                raise SetupError(FORMER_TABLES)
            return await after_restore.erase_again(restored, former, wall_clock())
    except Exception as error:
        if not is_away(error):
            raise
        raise SetupError(f"A database cannot be read: {words_of(error)}. Nothing more was erased.") from None


async def _with_bot(work: Callable[[Bot], Awaitable[T]]) -> T:
    """Run something with the use cases of a bot that neither listens nor sends."""
    bot = build(read_settings())
    try:
        await require_newest(bot.database.engine)
        await require_key(bot.database)
        return await work(bot)
    finally:
        await bot.clients.close()
        await bot.database.close()


def _write(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise SetupError(f"{path} already exists and was left as it is.") from None
    except OSError as error:
        raise SetupError(f"Cannot write {path}: {error.strerror}.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
