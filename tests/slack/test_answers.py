"""Every form in which an answer to a post may come, or fail to, and whether its connection is reused."""

import asyncio
import gzip

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.codes import code_of
from bot.slack.outcomes import NETWORK
from tests.slack.wire import OK, YES, Answer, Wire, client_of, posted, says, waiting

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 102 Processing\r\n\r\n"
LIMITED = says(b'{"ok": false, "error": "ratelimited"}', "429 Too Many Requests", "Retry-After: 7")
TWO_LENGTHS = HEAD + b"Content-Length: 12\r\nContent-Length: 2\r\n\r\n" + YES


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        pytest.param(OK, 1, id="in one"),
        pytest.param(tuple(OK[place : place + 1] for place in range(len(OK))), 1, id="byte by byte"),
        pytest.param(CHUNKED + b'5\r\n{"ok"\r\n7\r\n: true}\r\n0\r\n\r\n', 1, id="chunked"),
        pytest.param((CHUNKED + b'5\r\n{"o', b'k"\r\n7\r\n: true}\r\n0', b"\r\n\r\n"), 1, id="chunks torn"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 1, id="after one that says to go on"),
        pytest.param((*HINTS, OK), 1, id="after hints"),
        pytest.param(says(gzip.compress(YES), "200 OK", "Content-Encoding: gzip"), 1, id="gzip"),
        pytest.param(says(YES, "200 OK", "Connection: close"), 0, id="the last of its connection"),
        pytest.param(HEAD + b"\r\n" + YES, 0, id="as long as the connection"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\n" + YES, 0, id="HTTP/1.0"),
        pytest.param(OK + says(b'{"ok": true, "ts": "of nobody"}'), 0, id="with another that nobody asked for"),
    ],
)  # fmt: skip
async def test_a_yes(answer: Answer, kept: int) -> None:
    """It is understood, and the next post gets its own answer, over the same connection if that is intact."""
    silent = answer != HEAD + b"\r\n" + YES
    async with client_of(wire := Wire(answer, silent=silent)) as client:
        assert await posted(client) == {"ok": True}
        assert len(waiting(client)) == kept
        wire.answers = [says(b'{"ok": true, "ts": "2"}')]
        assert await posted(client) == {"ok": True, "ts": "2"}
    assert wire.connections == 2 - kept


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        pytest.param(says(b""), 200, "", id="nothing"),
        pytest.param(says(b"<html>ok</html>", "502 Bad Gateway", "Content-Type: text/html"), 502, "", id="a page"),
        pytest.param(says(b"[1]"), 200, "", id="a list"),
        pytest.param(says(b"null"), 200, "", id="null"),
        pytest.param(says(b'{"ok": false}'), 200, "", id="no, without a word"),
        pytest.param(says(b'{"ok": false, "error": "is_archived"}'), 200, "is_archived", id="no"),
        pytest.param(says(YES, "500 Internal Server Error"), 500, "", id="yes, but 500"),
        pytest.param(says(YES, "302 Found", "Location: /api/elsewhere"), 302, "", id="elsewhere, where nobody goes"),
        pytest.param(says(YES, "308 Permanent Redirect", "Location: /api/elsewhere"), 308, "", id="elsewhere for good"),
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", 204, "", id="no content"),
        pytest.param(LIMITED, 429, "ratelimited", id="429"),
    ],
)  # fmt: skip
async def test_what_is_no_yes_raises_with_its_status_and_its_word(answer: bytes, status: int, code: str) -> None:
    async with client_of(wire := Wire(answer, silent=True)) as client:
        with pytest.raises(SlackApiError) as problem:
            await posted(client)
        assert len(waiting(client)) == 1
    assert len(wire.heads) == 1
    assert code_of(problem.value) == code
    assert problem.value.response.status_code == status
    assert problem.value.response.headers.get("Retry-After") == ("7" if status == 429 else None)


BOMB = says(gzip.compress(b" " * 10_000_000 + YES), "200 OK", "Content-Encoding: gzip")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(b"", aiohttp.ServerDisconnectedError, id="no answer"),
        pytest.param(b"HTTP/1.1 200", aiohttp.ServerDisconnectedError, id="half a head"),
        pytest.param(OK[:-3], aiohttp.ClientPayloadError, id="half an answer"),
        pytest.param(CHUNKED + b'5\r\n{"ok"\r\n', aiohttp.ClientPayloadError, id="half of the chunks"),
        pytest.param(b"220 mail.test ESMTP\r\n\r\n", aiohttp.ClientPayloadError, id="no HTTP"),
        pytest.param(HEAD + b"X: " + b"x" * 100_000 + b"\r\n\r\n", aiohttp.ClientPayloadError, id="a header of 100 kB"),
        pytest.param(says(b" " * 10_000_000 + YES), aiohttp.ClientPayloadError, id="10 MB"),
        pytest.param(BOMB, aiohttp.ClientPayloadError, id="10 MB, compressed"),
        pytest.param(says(b"no gzip", "200 OK", "Content-Encoding: gzip"), aiohttp.ClientPayloadError, id="no gzip"),
        pytest.param(TWO_LENGTHS, aiohttp.ClientPayloadError, id="of two lengths"),
    ],
)  # fmt: skip
async def test_what_is_no_whole_answer_leaves_doubt_and_its_connection_is_used_no_more(
    answer: bytes, error: type[Exception]
) -> None:
    async with client_of(wire := Wire(answer)) as client:
        with pytest.raises(error) as problem:
            await posted(client)
        assert isinstance(problem.value, NETWORK)
        assert len(waiting(client)) == 0
        wire.answers = [OK]
        assert await posted(client) == {"ok": True}
    assert wire.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_written_to() -> None:
    async with client_of(wire := Wire(OK)) as client:
        await posted(client)
        await wire.closed.wait()
        while any(protocol.is_connected() for protocol in waiting(client)):  # noqa: ASYNC110 - aiohttp does not announce it
            await asyncio.sleep(0)
        wire.answers = [OK]
        assert await posted(client) == {"ok": True}
    assert wire.connections == 2
    assert len(wire.heads) == 2


async def test_a_connection_that_is_closed_as_we_write_leaves_doubt() -> None:
    """It is closed there, and we have not noticed: nobody can say whether the post was read."""
    async with client_of(wire := Wire(OK, silent=True)) as client:
        await posted(client)
        wire.writers[0].transport.abort()
        with pytest.raises(aiohttp.ClientError):
            await posted(client)
        assert len(waiting(client)) == 0
    assert wire.connections == 1


async def test_what_arrives_while_nobody_asks_is_no_answer_to_the_next() -> None:
    async with client_of(wire := Wire(OK, silent=True)) as client:
        await posted(client)
        wire.writers[0].write(says(b'{"ok": true, "ts": "of nobody"}'))
        while not any(protocol.should_close for protocol in waiting(client)):  # noqa: ASYNC110 - aiohttp does not announce it
            await asyncio.sleep(0)
        wire.answers = [OK]
        assert await posted(client) == {"ok": True}
    assert wire.connections == 2


async def test_half_of_what_nobody_asked_for_makes_no_answer_of_its_end() -> None:
    async with client_of(wire := Wire(OK + HEAD, silent=True)) as client:
        await posted(client)
        wire.answers = [b"Content-Length: 12\r\n\r\n" + YES]
        with pytest.raises(aiohttp.ClientPayloadError):
            await posted(client)
        assert len(waiting(client)) == 0


async def test_an_answer_before_all_was_read_is_the_last_on_its_connection() -> None:
    async with client_of(Wire(OK, silent=True, reads=False)) as client:
        assert await posted(client, "x" * 20_000_000) == {"ok": True}
        assert len(waiting(client)) == 0


async def test_no_answer_in_time_leaves_doubt() -> None:
    for answer in (b"", OK[:-3]):
        async with client_of(Wire(answer, silent=True), seconds=0.05) as client:
            with pytest.raises(TimeoutError):
                await posted(client)
            assert len(waiting(client)) == 0


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 100 Continue\r\n\r\n", OK[:-3]], ids=["no answer", "1xx", "half"])
async def test_who_waits_no_more_leaves_no_answer_to_the_next(answer: bytes) -> None:
    async with client_of(wire := Wire(answer, silent=True)) as client:
        posting = asyncio.create_task(posted(client))
        await wire.asked.wait()
        for _ in range(20):  # until the answer is there
            await asyncio.sleep(0)
        posting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await posting
        assert len(waiting(client)) == 0
        wire.answers = [says(b'{"ok": true, "ts": "2"}')]
        assert await posted(client) == {"ok": True, "ts": "2"}
    assert wire.connections == 2
