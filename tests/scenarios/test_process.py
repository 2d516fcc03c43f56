"""The real processes against the local Slack: what each takes and sends, and that SIGTERM lets it finish and exit 0."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.clock import wall_clock
from bot.localslack import App, AppInstallation, Client, LocalSlack, MethodLimits
from bot.manifest import manifest
from bot.storage.base.cipher import new_key
from content.library import load_library
from handlers.commands import COMMANDS
from tests.databases import migrated_at
from tests.fork_server import ForkServer
from tests.signals import heed_signals
from tests.speedups import NO_CERTIFICATES

HANGS = 250.0  # real seconds, less than a test's own limit; starting a process on a busy machine takes its time


class Shop:
    """A local Slack with one person, and a folder for the app's database."""

    def __init__(self, slack: LocalSlack, folder: Path) -> None:
        self.slack = slack
        self.workspace = slack.add_workspace("Northwind")
        self.workspace.add_user("maria", tz="Europe/Berlin")
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def install(self, request_url: str = "") -> AppInstallation:
        return self.slack.install(manifest(COMMANDS, load_library()), self.workspace, request_url)

    def maria(self, app: App) -> Client:
        return self.slack.as_user(self.workspace, "maria", app)

    async def run(self, *words: str, installation: AppInstallation | None = None) -> asyncio.subprocess.Process:
        """`python -m bot …`, started."""
        keep = {name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_START") if name in os.environ}
        root = {"PYTHONPATH": str(Path(__file__).parents[2])}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words,
            cwd=self._folder, env=keep | NO_CERTIFICATES | self._settings(installation) | root,
            stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, preexec_fn=heed_signals,
        )  # fmt: skip

    async def ended(
        self,
        fork_server: ForkServer,
        *words: str,
        installation: AppInstallation | None = None,
        interrupt_at: str = "",
        **others: str,
    ) -> tuple[int, str]:
        """Run `python -m bot …` to its end, with everything loaded. Returns the exit code and everything printed."""
        settings = self._settings(installation) | others
        async with asyncio.timeout(HANGS):
            return await asyncio.to_thread(fork_server.run, *words, settings=settings, interrupt_at=interrupt_at)

    def _settings(self, installation: AppInstallation | None) -> dict[str, str]:
        """The settings that an operator would give it."""
        settings = {"DATABASE_URL": f"sqlite:///{self._folder}/bot.sqlite3", "PORT": str(self.port)}
        if installation is not None:
            app = installation.app
            settings |= {"SLACK_BOT_TOKEN": installation.bot_token, "SLACK_API_URL": self.slack.base_url}
            settings |= {"SLACK_APP_TOKEN": app.app_token} if app.over_socket else {}
            settings |= {"SLACK_SIGNING_SECRET": app.signing_secret}
        return settings

    def migrate(self) -> None:
        """Make the database as `python -m bot migrate` does (one test runs that), without a second's start."""
        migrated_at(self._folder / "bot.sqlite3")

    async def is_up(self) -> None:
        """Wait until the web server answers."""
        async with asyncio.timeout(HANGS), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectorError:
                    pass
                await asyncio.sleep(0.05)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with LocalSlack(wall_clock, monotonic=lambda: 0.0, limits=MethodLimits.off(), ack_seconds=60.0) as slack:
        yield Shop(slack, tmp_path)


@pytest.fixture(scope="module")
def fork_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """For commands that end on their own or soon. What each server loads is tested below, where it starts for real."""
    with ForkServer(tmp_path_factory.mktemp("fork_server")) as fork_server:
        yield fork_server


async def finished(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """The exit code and everything printed."""
    async with asyncio.timeout(HANGS):
        out, err = await process.communicate()
    return process.returncode, (out + err).decode()


def in_peace(code: int | None, printed: str) -> str:
    """Everything printed by a process that ended as it should, and not as if something had been cancelled."""
    assert (code, "CancelledError" in printed, "Traceback" in printed) == (0, False, False), printed
    return printed


async def test_run_takes_a_command_and_sigterm_lets_it_finish(shop: Shop) -> None:
    """On a database without any tables; it makes them first."""
    installation = shop.install()
    process = await shop.run("run", installation=installation)
    await shop.slack.connected(installation.app, timeout=HANGS)
    shop.slack.faults.stall("views.open", 1.0)  # the handler is still running when SIGTERM comes
    maria = shop.maria(installation.app)
    assert (await maria.command("/selfcheck")).ok
    process.send_signal(signal.SIGTERM)
    printed = in_peace(*await finished(process))
    assert maria.modal is not None
    assert installation.bot_token not in printed


async def test_web_takes_signed_requests_worker_sends_and_both_end_in_peace(shop: Shop) -> None:
    installation = shop.install(f"http://127.0.0.1:{shop.port}/slack/events")
    assert (await finished(await shop.run("migrate")))[0] == 0
    web = await shop.run("web", installation=installation)
    await shop.is_up()
    maria = shop.maria(installation.app)
    assert (await maria.command("/secondchair", "help")).ok
    await shop.slack.until(maria.ephemerals)
    assert (await maria.open_home()).ok
    await shop.slack.until(lambda: maria.home)
    assert maria.dm() == [], "the web process sends nothing by itself"
    worker = await shop.run("worker", installation=installation)
    await shop.slack.until(maria.dm, HANGS)
    worker.send_signal(signal.SIGHUP)  # as when a terminal closes
    web.send_signal(signal.SIGTERM)
    for process in (worker, web):
        in_peace(*await finished(process))


async def test_what_is_missing_is_named_at_once_without_a_traceback(shop: Shop, fork_server: ForkServer) -> None:
    code, printed = await shop.ended(fork_server, "run")
    assert code == 2
    assert "SLACK_BOT_TOKEN is missing" in printed
    assert "Traceback" not in printed


async def test_without_tables_it_says_what_to_do(shop: Shop, fork_server: ForkServer) -> None:
    installation = shop.install(f"http://127.0.0.1:{shop.port}/slack/events")
    code, printed = await shop.ended(fork_server, "web", installation=installation)
    assert (code, "python -m bot migrate" in printed) == (2, True), printed


GONE = "postgresql://nobody:nothing@127.0.0.1:1/nothing"


@pytest.mark.parametrize(
    ("words", "options", "says"),
    [
        pytest.param("run", "", "Connect call failed", id="run"),
        pytest.param("worker", "", "Connect call failed", id="worker"),
        pytest.param("migrate", "?sslmode=verify-full&sslrootcert=/no", "No such file", id="migrate, no certificate"),
    ],
)
async def test_a_database_that_is_away_is_a_sentence(
    shop: Shop, fork_server: ForkServer, words: str, options: str, says: str
) -> None:
    away = {"DATABASE_URL": GONE + options, "ENCRYPTION_KEYS": new_key()}
    code, printed = await shop.ended(fork_server, words, installation=shop.install(), **away)
    assert code == 2
    assert f"The database cannot be reached: {says}" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("words", ["run", "web"])
async def test_a_port_in_use_is_a_sentence(shop: Shop, fork_server: ForkServer, words: str) -> None:
    shop.migrate()
    installation = shop.install(f"http://127.0.0.1:{shop.port}/slack/events")
    with socket.create_server(("127.0.0.1", shop.port)):
        code, printed = await shop.ended(fork_server, words, installation=installation, SLACK_APP_TOKEN="")
    assert (code, f"Cannot listen on 127.0.0.1:{shop.port}. Another program is using it." in printed) == (2, True)
    assert "Traceback" not in printed


async def test_one_port_for_both_servers_is_called_that(shop: Shop, fork_server: ForkServer) -> None:
    """It used to read that another program was using the port, which nobody would find."""
    both = {"METRICS_PORT": str(shop.port)}
    code, printed = await shop.ended(fork_server, "run", installation=shop.install(), **both)
    assert (code, "METRICS_PORT is the same as PORT." in printed, "Traceback" in printed) == (2, True, False)


@pytest.mark.parametrize("words", ["run", "worker"])
async def test_ctrl_c_prints_nothing_of_what_it_cancels(shop: Shop, fork_server: ForkServer, words: str) -> None:
    """Nor do SIGTERM and a closing terminal, above."""
    shop.migrate()
    code, printed = await shop.ended(fork_server, words, installation=shop.install(), interrupt_at="started")
    assert "started" in in_peace(code, printed), "it ended before it had started"
