"""PostgreSQL is copied by its own tools, as the README says."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import is_current, upgrade
from tests.cli.copies import read, refused, write
from tests.databases import Postgres


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_has_its_own_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:a-secret@h/d")
    says = refused(command, tmp_path / "copy")
    assert {"backup": "pg_dump", "restore": "pg_restore"}[command] in says
    assert "a-secret" not in says


def run_tool(program: Path, *words: str) -> None:
    subprocess.run([program, *words], check=True)


async def test_postgresql_by_its_own_tools(postgres: Postgres, tmp_path: Path) -> None:
    """The two lines of the README, on a database in use."""
    key, copy = new_key(), tmp_path / "copy.dump"
    url, other = postgres.url(await postgres.create()), postgres.url(await postgres.create())
    database = Database(url, Cipher([key]))
    await upgrade(database.engine)
    await write(database, "a text")
    programs = postgres.server.bin_path
    dump = ("--format=custom", "--no-owner", f"--file={copy}", url)
    await asyncio.to_thread(run_tool, programs / "pg_dump", *dump)
    await write(database, "a later text")
    back = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    for where in (other, url):
        await asyncio.to_thread(run_tool, programs / "pg_restore", *back, f"--dbname={where}", str(copy))
        restored = Database(where, Cipher([key]))
        assert await is_current(restored.engine)
        assert await read(restored) == "a text"
        await restored.close()
    await database.close()
