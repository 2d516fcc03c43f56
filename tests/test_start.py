"""A start loads what every start needs and nothing else, and cannot grow unnoticed.

Seconds would depend on the machine, so modules are counted here; `make bench` measures the seconds.
"""

import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from bot.cli.plugins import without_plugins
from bot.storage.base.cipher import new_key
from tests.databases import migrated_at
from tests.signals import heed_signals
from tests.speedups import NO_CERTIFICATES

# Starts a server as `python -m bot run` or another command does, and prints which plug-ins it looked for in all
# packages while it loaded, and the names of the modules loaded by then.
STARTS = """
import sys
from importlib import metadata
look, asked = metadata.entry_points, []
metadata.entry_points = lambda **chosen: asked.append(chosen) or look(**chosen)
from bot import cli
cli.load(sys.argv[1])
print(asked, len(look(group="apscheduler.triggers")) > 0)
from bot.cli import running

async def start(process):
    await process.start()
    names = sorted(sys.modules)
    await process.stop()
    print(*names)

running.run_process = start
cli.main()
"""
# Is sent Ctrl-C in the middle of an import.
INTERRUPTED = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, *_):
        if name == "bot.cli":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
from bot.__main__ import start
start()
print("went on")
"""
# Prints who handles Ctrl-C before anything is loaded, after a command is, and after one where it was ignored at first.
# Then it is sent Ctrl-C when everything is imported and nothing has begun.
GIVEN_BACK = """
import signal, sys
from bot import __main__, cli
main, cli.main = cli.main, lambda: cli.load("run")

def who():
    return getattr(signal.getsignal(signal.SIGINT), "__name__", None) or signal.getsignal(signal.SIGINT).name

said = [who()]
__main__.start()
said.append(who())
signal.signal(signal.SIGINT, signal.SIG_IGN)
__main__.start()
print(*said, who())

from bot.cli import running

def read_settings():
    raise KeyboardInterrupt

running.read_settings = read_settings
sys.argv = ["bot", "run"]
main()
"""
RARE = (
    "PIL alembic dateparser holidays icalendar jinja2 matplotlib numpy opentelemetry phonenumbers asyncpg "
    "pygments rich typer "
    "sqlalchemy.dialects.postgresql bot.capacity bot.cli.look bot.doctor bot.localslack bot.playground bot.readme "
    "bot.setup"
)
# What receives Slack's requests: a worker receives none.
RECEIVING = (
    "bot.app.bot bot.cli.serve bot.parsing bot.services.services bot.slack.authorize bot.slack.socket_mode "
    "bot.web.dispatch bot.web.pages bot.web.receiver bot.web.site bot.web.slack handlers slack_bolt"
)
MOST_MODULES = {"run": 1620, "worker": 1200}  # 1561 and 1160 on 2026-11-29


@pytest.mark.parametrize(("name", "not_needed"), [("run", RARE), ("worker", f"{RARE} {RECEIVING}")])
def test_a_start_loads_nothing_that_it_does_not_need_and_does_not_grow_unnoticed(
    tmp_path: Path, name: str, not_needed: str
) -> None:
    """On a database with all its tables. Everything is read off one start, which takes longer than all the rest."""
    migrated_at(tmp_path / "start.sqlite3")
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:1/"}
    settings |= {
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": f"sqlite:///{tmp_path}/start.sqlite3",
        "ENCRYPTION_KEYS": new_key(),
        "PORT": "0",
        **NO_CERTIFICATES,
    }
    command = [sys.executable, "-c", STARTS, name]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True, cwd=Path.cwd())
    looked, names = done.stdout.splitlines()
    assert looked == "[] True", "a start looks for no plug-ins in other packages"
    assert set(names.split()) & set(not_needed.split()) == set()
    assert len(names.split()) <= MOST_MODULES[name], "what every start needs? Else import it where it is used"


def test_ctrl_c_while_it_loads_ends_it_without_a_word() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=heed_signals)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_ctrl_c_is_pythons_again_once_a_command_is_loaded_and_ends_it_without_a_word_before_it_has_begun() -> None:
    """Where it was ignored, it stays ignored."""
    command = [sys.executable, "-c", GIVEN_BACK]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=heed_signals)
    handlers = "default_int_handler default_int_handler SIG_IGN\n"
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, handlers, "")


def test_plugins_of_other_libraries_are_found_meanwhile_and_all_of_them_afterwards() -> None:
    groups = ("apscheduler.triggers", "console_scripts")
    with without_plugins():
        assert [bool(metadata.entry_points(group=group)) for group in groups] == [False, True]
    assert all(metadata.entry_points(group=group) for group in groups)
