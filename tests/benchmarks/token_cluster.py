"""The groundwork of token crash tests: a strict local Slack with workspaces, browsers that install, and every check."""

import asyncio
import random
import re
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import wall_clock
from bot.domain.installations.installations import Installation
from bot.localslack import App, LocalSlack, MethodLimits
from bot.manifest import manifest, over_http
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from content.library import load_library
from handlers.commands import COMMANDS
from tests.benchmarks.servers import free_port
from tests.benchmarks.token_worker import Setup, start
from tests.databases import Postgres, migrated_at

PATIENCE = 120.0  # real seconds after which a process counts as stuck; the machine may be busy
SIX_HOURS = 21_600  # a token with this lifetime is due for a refresh at once


@dataclass(slots=True)
class Cluster:
    """One local Slack, one database, and the processes between them. `codes` are those that came with each state."""

    slack: LocalSlack
    app: App
    database: Database
    setup: Setup
    folder: Path
    codes: dict[str, list[str]] = field(default_factory=dict)
    workers: dict[int, BaseProcess] = field(default_factory=dict)
    kills: int = 0
    tries: int = 0

    def order(self, instant: str) -> None:
        """Order the next process that reaches this instant to die."""
        unfinished = Path(f"{self.setup.order}.new")
        unfinished.write_text(instant)
        unfinished.rename(self.setup.order)

    async def start(self, **changes: Any) -> None:
        """Start one more process and wait until it serves."""
        port = self.setup.port if self.setup.port not in self.workers else free_port()
        self.workers[port] = start(replace(self.setup, port=port, **changes))
        await self.listening(port)

    async def listening(self, port: int) -> None:
        """Wait until a process serves there or has died."""
        async with aiohttp.ClientSession() as http:
            for _ in range(int(PATIENCE / 0.02)):
                if not self.workers[port].is_alive():
                    assert self.workers[port].exitcode == -signal.SIGKILL, "it does not start"
                    return
                with suppress(aiohttp.ClientError, OSError):
                    async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)  # there is no event across processes
        raise TimeoutError(self.log_tail())

    def log_tail(self) -> str:
        """The last lines that the processes logged."""
        return (self.folder / "log").read_text()[-2000:]

    async def died(self, port: int = 0) -> None:
        """Wait until the process at that port has died by SIGKILL."""
        worker = self.workers.pop(port or self.setup.port)
        await asyncio.to_thread(worker.join, PATIENCE)
        assert worker.exitcode == -signal.SIGKILL, worker.exitcode
        self.kills += 1

    async def kill(self, port: int = 0) -> None:
        """Kill -9 one process."""
        self.workers[port or self.setup.port].kill()
        await self.died(port)

    def add_workspace(self, name: str) -> str:
        """Add a workspace with an admin, who will install. Returns its id."""
        workspace = self.slack.add_workspace(name)
        workspace.add_user("ana", is_admin=True)
        return workspace.id

    def admin(self, workspace_id: str) -> str:
        """The admin's user id."""
        found = self.slack.state.workspaces[workspace_id].user("ana")
        assert found is not None
        return found.id

    async def browse(self, workspace_id: str) -> int:
        """Press "Add to Slack", allow it, and come back. Returns the last page's status, 0 for no server."""
        self.tries += 1
        here = {"X-Forwarded-For": f"10.{random.getrandbits(8)}.{random.getrandbits(8)}.1"}
        try:
            async with aiohttp.ClientSession(headers=here) as http:
                async with http.get(self._at(f"/slack/install?team={workspace_id}"), allow_redirects=False) as answer:
                    to_slack = answer.headers["Location"]
                    cookie = answer.headers["Set-Cookie"].split(";")[0]
                async with http.get(to_slack, allow_redirects=False) as answer:
                    back = urlsplit(answer.headers["Location"])
                asked = parse_qs(back.query)
                self.codes.setdefault(asked["state"][0], []).append(asked["code"][0])
                sent = {"Cookie": cookie}
                async with http.get(self._at(f"{back.path}?{back.query}"), headers=sent) as answer:
                    return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError, KeyError):
            return 0

    async def replay(self, state: str, workspace_id: str) -> int:
        """Come back with a state again, but with an unused code. Returns the page's status."""
        code = self.slack.oauth.allow(
            self.app, workspace_id, self.admin(workspace_id), f"{self.setup.public}/slack/oauth_redirect"
        )
        self.codes[state].append(code)
        back = self._at(f"/slack/oauth_redirect?code={code}&state={state}")
        sent = {"Cookie": f"second-chair={state}"}
        async with aiohttp.ClientSession(headers=sent) as http, http.get(back) as answer:
            return answer.status

    def _at(self, path: str) -> str:
        return f"{self.setup.public}{path}"

    async def install(self, workspace_id: str) -> None:
        """Try again until it is installed, as a person would."""
        for _ in range(int(PATIENCE / 0.05)):
            if await self.browse(workspace_id) == 200:
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(self.log_tail())

    async def stored(self, workspace_id: str) -> Installation:
        """The stored installation."""
        async with self.database.installations() as store:
            found = await store.get(workspace_id)
        assert found is not None, workspace_id
        return found

    async def posts(self, workspace_id: str) -> bool:
        """Whether a message can be posted with the stored token."""
        found = await self.stored(workspace_id)
        client = AsyncWebClient(found.token, base_url=self.slack.base_url, retry_handlers=[])
        try:
            await client.chat_postMessage(channel=self.admin(workspace_id), text="It works.")
        except SlackApiError:
            return False
        return True

    async def settled(self, workspace_ids: list[str]) -> None:
        """Wait until the follow-up of each installation is done and its welcome has arrived. Raises TimeoutError when
        there is no more progress.
        """
        left, until = set(workspace_ids), time.monotonic() + PATIENCE
        while left:
            done = {name for name in left if (await self.stored(name)).settled and self.welcomes(name)}
            left -= done
            until = time.monotonic() + PATIENCE if done else until
            if time.monotonic() > until:
                welcomes = {name: self.welcomes(name) for name in left}
                raise TimeoutError(f"not settled, with their welcomes: {welcomes}, log: {self.log_tail()}")
            await asyncio.sleep(0.0 if done else 0.02)

    def messages(self, workspace_id: str) -> list[str]:
        """The app's messages to the admin, newest last."""
        world = self.slack.state.workspaces[workspace_id]
        return [one.text for key in world.dms.values() for _, one in sorted(world.messages[key].items())]

    def welcomes(self, workspace_id: str) -> int:
        """How many times the admin was welcomed."""
        return self.messages(workspace_id).count(load_library().say("onboarding.what"))

    async def metric(self, name: str) -> float:
        """A metric that an operator sees."""
        headers = {"Authorization": "Bearer m3trics"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(self._at("/metrics")) as answer:
            found = re.search(rf"^{name} (\S+)$", await answer.text(), re.MULTILINE)
        assert found is not None
        return float(found[1])

    async def end(self) -> None:
        """Let every process drain."""
        for worker in self.workers.values():
            worker.terminate()
        for worker in self.workers.values():
            await asyncio.to_thread(worker.join, 15)
            if worker.is_alive():
                worker.kill()
        self.workers.clear()


@asynccontextmanager
async def cluster(postgres: Postgres | None = None, *, grace: float = 60.0) -> AsyncIterator[Cluster]:
    """A cluster on SQLite, or on `postgres` where given. `grace`: how long Slack accepts a used refresh token."""
    with tempfile.TemporaryDirectory(prefix="second-chair-tokens-") as name:
        folder, keys, port = Path(name), new_key(), free_port()
        if postgres is None:
            migrated_at(folder / "cluster.sqlite3")
        url = await postgres.migrated() if postgres else f"sqlite:///{folder}/cluster.sqlite3"
        database = Database(url, Cipher([keys]))
        public = f"http://127.0.0.1:{port}"
        async with LocalSlack(wall_clock, limits=MethodLimits.off()) as slack:
            slack.oauth.grace = grace
            made = over_http(manifest(COMMANDS, load_library()), public)
            made["settings"]["token_rotation_enabled"] = True
            app = slack.state.register(made)
            setup = Setup(url, slack.base_url, keys, port, public, app.client_id, app.client_secret,
                          app.signing_secret, f"{folder}/log", f"{folder}/order")  # fmt: skip
            here = Cluster(slack, app, database, setup, folder)
            try:
                yield here
            finally:
                await here.end()
                await here.database.close()
