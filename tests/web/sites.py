"""A whole bot that serves many workspaces over HTTP, on a Slack that only knows OAuth."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot.app.bot import Bot, build
from bot.delivery.build import EngineLimits, steady_clock
from bot.delivery.rate_limit import Rate
from bot.delivery.sender import Tuning
from bot.settings import read_settings
from bot.storage.base.cipher import new_key
from bot.web.dispatch import Dispatch
from bot.web.person_rate_limit import PersonRateLimit
from bot.web.server import WebServer
from bot.web.site import build_site
from tests.databases import migrated_at
from tests.fakes import MovableClock
from tests.office import QuickArtist

PUBLIC = "https://chair.example"
SECRET = "signing"


def dispatch_to(bolt: AsyncApp) -> Dispatch:
    """A dispatch to the given Bolt; nobody waits for what happens there."""

    async def refuse(_body: object) -> BoltResponse:
        return BoltResponse(status=429)

    tasks: set[object] = set()
    return Dispatch(bolt, PersonRateLimit(steady_clock), refuse, tasks.add)


def built(folder: Path, api_url: str, clock: MovableClock, **settings: object) -> Bot:
    """A bot for any workspace; its Slack is at `api_url`."""
    given: dict[str, object] = {
        "slack_client_id": "1.2",
        "slack_client_secret": "s3cret",
        "slack_signing_secret": SECRET,
        "slack_api_url": api_url,
        "public_url": PUBLIC,
        "database_url": f"sqlite:///{folder}/many.sqlite3",
        "encryption_keys": new_key(),
    }
    unhurried = EngineLimits(tuning=Tuning(pace=Rate(rate=None, spacing=0.0)), linger=0.0)
    return build(read_settings(_env_file=None, **(given | settings)), clock, unhurried, QuickArtist(), in_loop=True)


@asynccontextmanager
async def serving(bot: Bot) -> AsyncIterator[str]:
    """The bot's site, with its tables. Gives the address where it listens."""

    async def ready() -> dict[str, bool]:
        return {"database": True}

    if not (file := Path(bot.database.file or "")).exists():
        migrated_at(file)
    server = WebServer("127.0.0.1", 0, ready, build_site(bot))
    await server.start()
    try:
        yield "http://{}:{}".format(*server.address)
    finally:
        await server.stop()
        await bot.binding.drain()
        await bot.engine.drain(1)
        await bot.clients.close()
        await bot.database.close()
