"""Answers over a `response_url` share a connection; a new one for each would cost a handshake."""

import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.respond import KeptRespond


async def test_several_answers_go_over_one_connection_as_bolt_would_send_them() -> None:
    told, connections = list[dict[str, Any]](), set[Any]()

    async def hear(request: web.Request) -> web.Response:
        told.append(json.loads(await request.text()))
        connections.add(request.transport)
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/actions/1", hear)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        respond = KeptRespond(str(server.make_url("/actions/1")), AsyncWebClient("xoxb-1", session=session))
        for replace in (False, True):
            answer = await respond(text="Done", response_type="ephemeral", replace_original=replace)
            assert (answer.status_code, answer.body) == (200, "ok")
    said = {"text": "Done", "response_type": "ephemeral"}
    assert told == [said | {"replace_original": False}, said | {"replace_original": True}]
    assert len(connections) == 1


async def test_where_there_is_no_place_to_answer_to_it_says_so() -> None:
    with pytest.raises(ValueError, match="no response_url"):
        await KeptRespond(None, AsyncWebClient("xoxb-1"))(text="Done")
