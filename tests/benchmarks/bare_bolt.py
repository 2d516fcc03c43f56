"""The app that ours is compared with: Bolt with its own web server, whose handlers acknowledge or answer a line."""

import gc
import sys
from importlib import import_module

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient


def main(secret: str, slack: str, port: int) -> None:
    """Serve until the process is ended."""
    app = AsyncApp(client=AsyncWebClient("xoxb-bench", base_url=slack), signing_secret=secret)

    async def only_ack(ack: AsyncAck) -> None:
        await ack()

    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("One line.")

    async def ready(_request: web.Request) -> web.Response:
        return web.Response(text="ready")

    for name in ("/secondchair", "/selfcheck"):
        app.command(name)(only_ack)
    app.command("/answer")(answer)
    site = app.web_app("/slack/events")
    site.router.add_get("/readyz", ready)
    web.run_app(site, host="127.0.0.1", port=port, print=lambda *_: None, access_log=None)


if __name__ == "__main__":
    gc.disable()  # as ours does while it loads
    for library in sys.argv[4:]:
        import_module(library)
    gc.enable()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
