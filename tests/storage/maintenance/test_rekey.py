"""A new key takes over while everything goes on, and afterwards the old one opens nothing."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken

from bot.domain.installations.installations import Installation
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.rekey import rekey
from bot.storage.tables import metadata
from tests.storage.cases import CASES, NOW

OLD, NEW = new_key(), new_key()


async def opened(folder: Path, *keys: str) -> Database:
    database = Database(f"sqlite:///{folder}/keys.sqlite3", Cipher(keys))
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database


async def filled(database: Database) -> None:
    """One of everything, in more workspaces than fit into a batch, and a token."""
    for number in range(3):
        async with database.transaction(f"T{number}") as transaction:
            for case in CASES.values():
                await case.save(transaction)
    async with database.installations() as store:
        for number in range(450):
            await store.save(Installation(f"T{number:03}", NOW, f"xoxb-{number}", refresh_token="xoxe-1"))


async def tokens(database: Database) -> set[str]:
    async with database.installations() as store:
        found = [await store.get(f"T{number:03}") for number in range(450)]
    return {one.token for one in found if one is not None}


async def test_everything_is_sealed_anew_and_the_old_key_can_go(tmp_path: Path) -> None:
    before = await opened(tmp_path, OLD)
    await filled(before)
    await before.close()
    both = await opened(tmp_path, NEW, OLD)
    changed = await rekey(both)
    assert changed["installations"] == 450
    assert all(changed[name] for name in ("practices", "reflections", "ridealongs", "commitments"))
    assert sum((await rekey(both)).values()) == 0
    await both.close()
    after = await opened(tmp_path, NEW)
    assert len(await tokens(after)) == 450
    async with after.transaction("T1") as transaction:
        for case in CASES.values():
            await case.load(transaction)
    await after.close()


async def test_what_is_written_meanwhile_is_kept(tmp_path: Path) -> None:
    before = await opened(tmp_path, OLD)
    await filled(before)
    await before.close()
    both, running = await opened(tmp_path, NEW, OLD), await opened(tmp_path, NEW, OLD)

    async def goes_on() -> None:
        for number in range(0, 450, 9):
            async with running.installations() as store:
                await store.save(Installation(f"T{number:03}", NOW, "xoxb-written-meanwhile"))

    await asyncio.gather(rekey(both), goes_on())
    await both.close()
    await running.close()
    after = await opened(tmp_path, NEW)
    assert "xoxb-written-meanwhile" in await tokens(after)
    await after.close()


async def test_a_key_that_is_missing_stops_it(tmp_path: Path) -> None:
    before = await opened(tmp_path, OLD)
    await filled(before)
    await before.close()
    other = await opened(tmp_path, NEW)
    with pytest.raises(InvalidToken):
        await rekey(other)
    await other.close()


def test_a_cipher_shows_no_key() -> None:
    assert OLD not in repr(Cipher([OLD]))
