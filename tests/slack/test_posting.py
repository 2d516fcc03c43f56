"""The one call made without the SDK's client: over its connections, with its proxy and certificates."""

import asyncio
import inspect
import ssl
from pathlib import Path

import aiohttp
import pytest
from aiohttp.client_proto import ResponseHandler

from bot.slack.fence import Fence, FencedOutError
from bot.slack.posting import post_message
from tests.debian import own_certificate
from tests.slack.wire import OK, Wire, client_of, posted, says, waiting


async def test_a_post_says_who_asks_and_the_next_one_takes_the_same_connection() -> None:
    async with client_of(wire := Wire(OK, OK)) as client:
        assert [await posted(client), await posted(client)] == [{"ok": True}] * 2
    assert wire.connections == 1
    assert wire.heads[0] == wire.heads[1]
    assert wire.heads[0].startswith(f"POST /api/chat.postMessage HTTP/1.1\r\nHost: {wire.address}\r\n")
    for line in ("Authorization: Bearer xoxb-1", "Content-Type: application/json; charset=utf-8"):
        assert f"\r\n{line}\r\n" in wire.heads[0]
    assert wire.heads[0].count("Content-Length: ") == 1
    assert wire.heads[0].endswith("\r\nContent-Length: 16\r\n\r\n")


async def test_a_proxy_is_told_the_whole_address_and_who_asks_for_it() -> None:
    async with client_of(wire := Wire(OK), base_url="http://slack.test/", proxy="me:secret") as client:
        assert await posted(client) == {"ok": True}
    assert wire.heads[0].startswith("POST http://slack.test/chat.postMessage HTTP/1.1\r\nHost: slack.test\r\n")
    assert "\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n" in wire.heads[0]


async def test_a_tunnel_is_opened_by_name_and_password_and_hears_nothing_of_what_goes_through(tmp_path: Path) -> None:
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(own_certificate(tmp_path), tmp_path / "key.pem")
    trusts = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
    async with client_of(slack := Wire(OK, OK), secure=server) as direct:
        heads = list[str]()

        async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
            there, back = await asyncio.open_connection(*slack.address.split(":"))
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await asyncio.gather(_pipe(reader, back), _pipe(there, writer))

        proxy = await asyncio.start_server(tunnel, "127.0.0.1", 0)
        direct.proxy = f"http://me:secret@127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        direct.ssl = trusts
        assert [await posted(direct), await posted(direct)] == [{"ok": True}] * 2
        proxy.close()
    (head,) = heads
    assert head.startswith(f"CONNECT {slack.address} HTTP/1.1\r\n")
    assert "\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n" in head
    assert "xoxb" not in head
    assert all(said.startswith("POST /api/chat.postMessage HTTP/1.1\r\n") for said in slack.heads)
    assert not any("Proxy" in said for said in slack.heads)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


async def test_a_tunnel_that_is_not_opened_carried_nothing() -> None:
    no = says(b"", "403 Forbidden")
    async with client_of(wire := Wire(no), base_url="https://slack.test/", proxy="me:secret") as client:
        with pytest.raises(aiohttp.ClientHttpProxyError):
            await posted(client)
    assert len(wire.heads) == 1


async def test_certificates_that_nobody_knows_end_it_before_a_byte(tmp_path: Path) -> None:
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(own_certificate(tmp_path), tmp_path / "key.pem")
    async with client_of(wire := Wire(OK), secure=server) as client:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await posted(client)
    assert not wire.heads


async def test_a_token_with_a_line_break_adds_no_header() -> None:
    async with client_of(wire := Wire(OK), token="xoxb-1\r\nX-More: yes") as client:
        with pytest.raises(ValueError, match="line break"):
            await posted(client)
        assert not waiting(client)
    assert not wire.heads


async def test_the_fence_is_asked_when_a_connection_is_there_and_nothing_was_written() -> None:
    async with client_of(wire := Wire(OK, silent=True)) as client:
        with pytest.raises(FencedOutError):
            await post_message(client, {"text": "Hello"}, Fence(lambda: not wire.connections))
        assert not waiting(client)
    assert wire.connections == 1
    assert not wire.heads


def test_what_this_leans_on_in_aiohttp() -> None:
    """The private parts that we use; `pyproject.toml` pins aiohttp to one minor release."""
    assert aiohttp.__version__.startswith("3.14.")
    assert list(inspect.signature(aiohttp.BaseConnector.connect).parameters) == ["self", "req", "traces", "timeout"]
    assert isinstance(vars(ResponseHandler)["should_close"], property)
    assert "read_until_eof" in inspect.signature(ResponseHandler.set_response_params).parameters
    assert inspect.iscoroutinefunction(ResponseHandler.read)
    assert list(inspect.signature(ResponseHandler.force_close).parameters) == ["self"]
    assert {"headers", "proxy", "ssl"} <= set(inspect.signature(aiohttp.ClientRequest).parameters)
