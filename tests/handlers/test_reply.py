"""Answering at the place where somebody began, and where that place is gone."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.blocks.block_kit import Message
from bot.domain.people.people import Who
from handlers.reply import origin, reply

MARIA = Who("T1", "U1")
SAID = Message("Planned.", ())


class FakeClient:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    async def chat_postMessage(self, **content: Any) -> None:  # noqa: N802 - the client's name for it
        self.sent.append(("post", content))

    async def chat_update(self, **content: Any) -> None:
        self.sent.append(("update", content))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"response_url": "url"}, {"respond": "url", "replace": False}),
        ({"container": {"message_ts": "1", "channel_id": "D1"}, "response_url": "url"}, {"channel": "D1", "ts": "1"}),
        (
            {"container": {"message_ts": "1", "channel_id": "D1", "is_ephemeral": True}, "response_url": "url"},
            {"respond": "url", "replace": True},
        ),
        ({"view": {"type": "home"}, "container": {"type": "view"}}, {"home": True}),
    ],
)
def test_where_a_press_came_from(body: dict[str, Any], place: dict[str, Any]) -> None:
    assert origin(body) == place


@pytest.mark.parametrize(
    ("place", "how"),
    [({"home": True}, []), ({"channel": "D1", "ts": "1"}, ["update"]), ({"respond": None}, ["post"])],
)
async def test_it_is_shown_there(place: dict[str, Any], how: list[str]) -> None:
    client = FakeClient()
    await reply(client, place, MARIA, SAID)  # type: ignore[arg-type]  # a stand-in
    assert [kind for kind, _ in client.sent] == how


@pytest.mark.parametrize(("status", "how"), [(200, []), (404, [("post", "U1")])])
async def test_a_response_url_that_is_used_up_leaves_the_direct_message(
    status: int, how: list[tuple[str, str]]
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text="ok" if status == 200 else "expired_url")

    app, client = web.Application(), FakeClient()
    app.router.add_post("/", answer)
    async with TestServer(app) as server:
        await reply(client, {"respond": str(server.make_url("/"))}, MARIA, SAID)  # type: ignore[arg-type]  # a stand-in
    assert [(kind, content["channel"]) for kind, content in client.sent] == how
