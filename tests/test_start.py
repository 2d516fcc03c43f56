"""A start loads what every start needs and nothing else, and does not grow unnoticed.

Seconds would depend on the machine, so modules are counted here; `make bench` measures the seconds.
"""

import gc
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from bot.__main__ import INTERRUPTED, start
from bot.cli.plugins import without_plugins
from bot.storage.base.cipher import new_key
from tests.databases import migrated_at

# Starts everything in one process as `python -m bot run` does, and prints the names of the modules loaded then.
STARTS = """
import asyncio, sys
from bot.cli.serve import Process, ProcessParts, build, log, read_settings

async def start():
    process = Process(build(read_settings()), ProcessParts())
    await process.start()
    names = sorted(sys.modules)
    await process.stop()
    print(*names)

log.configure("json", "ERROR")
asyncio.run(start())
"""
# Imports what a server needs as `python -m bot run` does, and prints for which plug-ins it looked in all packages.
LOOKS = """
from importlib import metadata
look, asked = metadata.entry_points, []
metadata.entry_points = lambda **chosen: asked.append(chosen) or look(**chosen)
from bot.cli import LazyCommands
LazyCommands()["run"]
print(asked, len(look(group="apscheduler.triggers")) > 0)
"""
RARE = (
    "PIL alembic dateparser holidays icalendar jinja2 matplotlib numpy opentelemetry phonenumbers asyncpg "
    "sqlalchemy.dialects.postgresql bot.capacity bot.cli.look bot.doctor bot.localslack bot.playground bot.readme "
    "bot.setup"
)
MOST_MODULES = 1680  # 1617 on 2026-11-28


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the modules that are loaded when a process on a database with all its tables has started."""
    folder = tmp_path_factory.mktemp("start")
    migrated_at(folder / "start.sqlite3")
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:1/"}
    settings |= {"DATABASE_URL": f"sqlite:///{folder}/start.sqlite3", "ENCRYPTION_KEYS": new_key(), "PORT": "0"}
    command = [sys.executable, "-c", STARTS]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True, cwd=Path.cwd())
    return set(done.stdout.split())


@pytest.mark.parametrize("rare", RARE.split())
def test_a_start_loads_nothing_that_only_few_starts_need(loaded: set[str], rare: str) -> None:
    assert rare not in loaded


def test_a_start_does_not_grow_unnoticed(loaded: set[str]) -> None:
    assert len(loaded) <= MOST_MODULES, "what every start needs? Else import it where it is used"


def test_a_start_looks_for_no_plugins_in_other_packages() -> None:
    done = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.split("\n")[0] == "[] True"


def test_ctrl_c_while_it_loads_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.main", interrupted)
    monkeypatch.setattr(gc, "disable", lambda: None)
    with pytest.raises(SystemExit) as ended:
        start()
    assert ended.value.code == INTERRUPTED


def test_plugins_of_other_libraries_are_found_meanwhile_and_all_of_them_afterwards() -> None:
    groups = ("apscheduler.triggers", "console_scripts")
    with without_plugins():
        assert [bool(metadata.entry_points(group=group)) for group in groups] == [False, True]
    assert all(metadata.entry_points(group=group) for group in groups)
