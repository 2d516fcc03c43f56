"""A new key takes over while everything goes on, and afterwards the old one decrypts nothing."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from bot.cli.typer_app import cli
from bot.domain.installations.installations import Installation
from bot.errors import SetupError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.rekey import Rekeyed, rekey
from bot.storage.tables import installations
from tests.databases import migrated_at, with_tables_at
from tests.storage.cases import CASES, NOW, PRACTICE

OLD, NEW = new_key(), new_key()


TOKENS = 9  # three batches, the last of them not full


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.maintenance.rekey.BATCH", 4)


def opened(folder: Path, *keys: str) -> Database:
    file = folder / "keys.sqlite3"
    if not file.exists():
        with_tables_at(file)
    return Database(f"sqlite:///{file}", Cipher(keys))


async def filled(database: Database) -> None:
    """One of everything, in more workspaces than fit into a batch, and a token."""
    for number in range(3):
        async with database.transaction(f"T{number}") as transaction:
            for case in CASES.values():
                await case.save(transaction)
    async with database.installations() as store:
        for number in range(TOKENS):
            await store.save(Installation(f"T{number:03}", NOW, f"xoxb-{number}", refresh_token="xoxe-1"))


async def tokens(database: Database) -> set[str]:
    async with database.installations() as store:
        found = [await store.get(f"T{number:03}") for number in range(TOKENS)]
    return {one.token for one in found if one is not None}


async def test_everything_is_sealed_anew_and_the_old_key_can_go(tmp_path: Path) -> None:
    before = opened(tmp_path, OLD)
    await filled(before)
    await before.close()
    both = opened(tmp_path, NEW, OLD)
    changed = await rekey(both)
    assert changed["installations"] == Rekeyed(TOKENS, 0)
    assert all(changed[name].changed for name in ("practices", "reflections", "ridealongs", "commitments"))
    assert {(became.changed, became.unreadable) for became in (await rekey(both)).values()} == {(0, 0)}
    await both.close()
    after = opened(tmp_path, NEW)
    assert len(await tokens(after)) == TOKENS
    async with after.transaction("T1") as transaction:
        for case in CASES.values():
            await case.load(transaction)
    await after.close()


async def test_what_is_written_meanwhile_is_kept(tmp_path: Path) -> None:
    before = opened(tmp_path, OLD)
    await filled(before)
    await before.close()
    both, running = opened(tmp_path, NEW, OLD), opened(tmp_path, NEW, OLD)

    async def goes_on() -> None:
        for number in range(0, TOKENS, 2):
            async with running.installations() as store:
                await store.save(Installation(f"T{number:03}", NOW, "xoxb-written-meanwhile"))

    await asyncio.gather(rekey(both), goes_on())
    await both.close()
    await running.close()
    after = opened(tmp_path, NEW)
    assert "xoxb-written-meanwhile" in await tokens(after)
    await after.close()


@pytest.mark.parametrize("place", [0, 3, TOKENS - 1])  # including the last of a batch
async def test_one_row_that_no_key_opens_keeps_no_other_back(tmp_path: Path, place: int) -> None:
    before = opened(tmp_path, OLD)
    await filled(before)
    lost, sealed = f"T{place:03}", Cipher([new_key()]).seal("xoxb-lost")
    async with before.connection() as connection:
        row = installations.c.workspace_id == lost
        await connection.execute(update(installations).where(row).values(token_sealed=sealed))
    await before.close()
    both = opened(tmp_path, NEW, OLD)
    assert (await rekey(both))["installations"] == Rekeyed(TOKENS, 1)  # its other token is re-encrypted too
    await both.close()
    after = opened(tmp_path, NEW)
    async with after.connection() as connection:
        rows = (await connection.execute(select(installations))).all()
    assert [row.workspace_id for row in rows if not opens(row.token_sealed)] == [lost]
    assert all(opens(row.refresh_token_sealed) for row in rows)
    assert next(row.token_sealed for row in rows if row.workspace_id == lost) == sealed
    await after.close()


def opens(sealed: str) -> bool:
    try:
        return bool(Cipher([NEW]).open(sealed))
    except InvalidToken:
        return False


def rotated(folder: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> Result:
    """Run the command with these keys, newest first."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/keys.sqlite3")
    monkeypatch.setenv("ENCRYPTION_KEYS", ",".join(keys))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    return CliRunner().invoke(cli, ["rotate-keys"])


def test_the_command_says_what_it_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_with_one_lost(tmp_path))
    result = rotated(tmp_path, monkeypatch, NEW, OLD)
    assert result.exit_code == 1
    assert "practices: 1 rows hold something that no key decrypts" in result.output
    assert "run this again" in result.output


async def _with_one_text(folder: Path) -> None:
    migrated_at(folder / "keys.sqlite3")
    database = opened(folder, OLD)
    async with database.transaction("T1") as transaction:
        await transaction.answers.save(PRACTICE)
    await database.close()


@pytest.mark.parametrize(
    ("keys", "rows", "says"),
    [
        pytest.param([NEW, OLD], 1, "with the first of ENCRYPTION_KEYS. The other keys are no longer", id="in order"),
        pytest.param([OLD, NEW], 0, "put the new one before the old one in ENCRYPTION_KEYS", id="in the wrong order"),
        pytest.param([OLD], 0, "There is only one key, and everything is encrypted with it", id="without a new one"),
    ],
)
def test_the_command_says_which_key_everything_is_under(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str], rows: int, says: str
) -> None:
    """Who has put the new key last would take out the one that opens everything."""
    asyncio.run(_with_one_text(tmp_path))
    result = rotated(tmp_path, monkeypatch, *keys)
    assert result.exit_code == 0
    assert f"practices: {rows} rows re-encrypted" in result.output
    assert says in result.output


def test_the_command_says_if_the_tables_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = rotated(tmp_path, monkeypatch, NEW, OLD)
    assert isinstance(result.exception, SetupError)
    assert "Run `python -m bot migrate` first" in str(result.exception)


async def _with_one_lost(folder: Path) -> None:
    migrated_at(folder / "keys.sqlite3")
    for key, workspace_id in ((new_key(), "T1"), (OLD, "T2")):
        database = opened(folder, key)
        async with database.transaction(workspace_id) as transaction:
            await transaction.answers.save(PRACTICE)
        await database.close()


def test_a_cipher_shows_no_key() -> None:
    assert OLD not in repr(Cipher([OLD]))
