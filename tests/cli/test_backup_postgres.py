"""PostgreSQL is copied by its own tools, as the README says."""

import asyncio
import shlex
import subprocess
from pathlib import Path
from string import Template

import pytest

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import is_current, upgrade
from tests.cli.copies import read, refused, write
from tests.code import ROOT
from tests.databases import Postgres, move_to


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_has_its_own_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:a-secret@h/d")
    says = refused(command, tmp_path / "copy")
    assert {"backup": "pg_dump", "restore": "pg_restore"}[command] in says
    assert "a-secret" not in says


def documented(tool: str, **values: object) -> list[str]:
    """The README's line for that tool, with its variables and file filled in."""
    lines = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith(tool)]
    (line,) = lines
    return shlex.split(Template(line.replace("chair.dump", "$FILE")).substitute(values))


def run(programs: Path, words: list[str]) -> None:
    subprocess.run([programs / words[0], *words[1:]], check=True)


async def test_the_lines_of_the_readme_copy_and_restore_a_database_in_use(postgres: Postgres, tmp_path: Path) -> None:
    key, copy = new_key(), tmp_path / "copy.dump"
    url, empty = await postgres.migrated(), postgres.url(await postgres.create())
    database = Database(url, Cipher([key]))
    await write(database, "a text")
    programs = postgres.server.bin_path
    await asyncio.to_thread(run, programs, documented("pg_dump", FILE=copy, DATABASE_URL=url))
    await write(database, "a later text")
    await asyncio.to_thread(run, programs, documented("pg_restore", FILE=copy, EMPTY_DATABASE_URL=empty))
    restored = Database(empty, Cipher([key]))
    assert await is_current(restored.engine)
    assert await read(restored) == "a text"
    assert await read(database) == "a later text"
    await restored.close()
    await database.close()


async def test_after_the_way_back_the_next_upgrade_works(postgres: Postgres, tmp_path: Path) -> None:
    """A copy from the previous version, restored after the newer one had made its tables."""
    copy = tmp_path / "copy.dump"
    url, empty = await postgres.migrated(), postgres.url(await postgres.create())
    database = Database(url, Cipher([new_key()]))
    await move_to(database, "0020")
    programs = postgres.server.bin_path
    await asyncio.to_thread(run, programs, documented("pg_dump", FILE=copy, DATABASE_URL=url))
    await upgrade(database.engine)
    await asyncio.to_thread(run, programs, documented("pg_restore", FILE=copy, EMPTY_DATABASE_URL=empty))
    restored = Database(empty, Cipher([new_key()]))
    assert not await is_current(restored.engine)
    await upgrade(restored.engine)
    assert await is_current(restored.engine)
    await restored.close()
    await database.close()
