"""The one call that goes without the SDK's client: on its session, by its proxy and its certificates."""

import ssl
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.codes import code_of
from bot.slack.fence import Fence
from bot.slack.posting import post_json

CERTIFICATES = ssl.create_default_context()


class Session:
    """Stands in for aiohttp's: remembers what is posted, and answers with these bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self.status, self.headers = 200, dict[str, str]()

    def post(self, url: str, **options: Any) -> "Session":
        """Remember it."""
        self.posted.append((url, options))
        return self

    async def __aenter__(self) -> "Session":
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Nothing is open."""

    async def read(self) -> bytes:
        """The answer."""
        return self._answer


async def posted(session: Session, **options: Any) -> dict[str, Any]:
    """What is answered to one call of a client with these options."""
    client = AsyncWebClient("xoxb-1", base_url="https://slack.test/api/", session=session, **options)  # type: ignore[arg-type]  # what a test wants
    return await post_json(client, "chat.postMessage", {"text": "Hello"}, Fence(lambda: True))


@pytest.mark.parametrize(
    ("options", "proxy", "certificates"),
    [({}, None, True), ({"proxy": "http://proxy:3128", "ssl": CERTIFICATES}, "http://proxy:3128", CERTIFICATES)],
    ids=["plain", "by a proxy with certificates of its own"],
)
async def test_a_call_goes_where_the_client_goes(options: dict[str, Any], proxy: str | None, certificates: Any) -> None:
    session = Session(b'{"ok": true, "ts": "1.2"}')
    assert await posted(session, **options) == {"ok": True, "ts": "1.2"}
    ((url, given),) = session.posted
    assert url == "https://slack.test/api/chat.postMessage"
    assert given["headers"] == {"Authorization": "Bearer xoxb-1"}
    assert (given["proxy"], given["ssl"]) == (proxy, certificates)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[1]", b"null", b'{"ok": false}'])
async def test_what_is_no_yes_raises_without_a_word(answer: bytes) -> None:
    with pytest.raises(SlackApiError) as problem:
        await posted(Session(answer))
    assert code_of(problem.value) == ""
