"""A Slack in the measuring process that knows the team, and notes when something that a person sees arrives."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.benchmarks.history.story import CHANNEL, NORA, WORKSPACE

# Calls that show somebody something: the first of these is the answer to their request.
SEEN = frozenset({
    "views.open", "views.push", "views.publish", "views.update", "chat.postMessage", "chat.postEphemeral",
    "chat.update", "files.completeUploadExternal", "response",
})  # fmt: skip
CHANNEL_FACTS = {"id": CHANNEL, "name": "sales", "is_member": True, "is_archived": False}


@dataclass
class TimingSlack:
    """Answers as Slack does, where the app needs it. `arrived` holds the method and time (`perf_counter`) of each call
    that shows somebody something.
    """

    url: str = ""
    arrived: asyncio.Queue[tuple[str, float]] = field(default_factory=asyncio.Queue)
    calls: int = 0

    @property
    def respond(self) -> str:
        """Where the answer to a command goes."""
        return f"{self.url}response"

    @staticmethod
    def now() -> float:
        """The current time, as in `arrived`."""
        return time.perf_counter()

    def forget(self) -> None:
        """Forget what arrived."""
        while not self.arrived.empty():
            self.arrived.get_nowait()

    async def seen(self) -> float:
        """When the next thing that somebody sees arrives, or has arrived."""
        return (await self.arrived.get())[1]

    async def answer(self, request: web.Request) -> web.Response:
        """Note a call, and answer it."""
        now, method = self.now(), request.path.rpartition("/")[2]
        self.calls += 1
        if method in SEEN:
            self.arrived.put_nowait((method, now))
        given = await request.post() if request.content_type != "application/json" else await request.json()
        return web.json_response({"ok": True} | self._content(method, {**request.query, **given}))

    def _content(self, method: str, given: Any) -> dict[str, Any]:
        user_id, where = str(given.get("user") or ""), str(given.get("channel") or "")
        user = {
            "id": user_id, "name": user_id.lower(), "real_name": user_id.title(), "tz": "Europe/Berlin",
            "team_id": WORKSPACE, "is_admin": user_id == NORA.user_id, "profile": {},
        }  # fmt: skip
        contents: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": WORKSPACE, "user_id": "UBOT", "bot_id": "BBOT"},
            "users.info": {"user": user},
            "views.open": {"view": {"id": "V1", "hash": "1"}},
            "views.push": {"view": {"id": "V2", "hash": "1"}},
            "conversations.open": {"channel": {"id": f"D{given.get('users')}"}},
            "conversations.info": {"channel": CHANNEL_FACTS},
            "conversations.members": {"members": [NORA.user_id, "UBOT"]},
            "chat.postMessage": {"channel": where, "ts": f"{self.calls}.0"},
            "files.getUploadURLExternal": {"upload_url": f"{self.url}upload", "file_id": "F1"},
            "files.completeUploadExternal": {"files": [{"id": "F1"}]},
            "files.info": {"file": {"id": "F1", "filetype": "png"}},
        }
        return contents.get(method, {})


@asynccontextmanager
async def timing_slack() -> AsyncIterator[TimingSlack]:
    """Such a Slack, running."""
    slack, app = TimingSlack(), web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{method:.*}", slack.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield slack
    finally:
        await runner.cleanup()
