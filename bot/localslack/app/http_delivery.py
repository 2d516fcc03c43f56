"""Requests to an app's request URL, signed as Slack signs them.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.localslack.state.apps import App
from bot.localslack.state.errors import AppNotListening


class Undelivered(Exception):
    """The app did not answer 200. `reason` is Slack's code for why; `retry` says whether an event may come again."""

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


def signed(secret: str, body: str, timestamp: int) -> dict[str, str]:
    """The two headers that prove that a request comes from Slack."""
    base = f"v0:{timestamp}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """Body and content type: a form for commands and interactions, JSON for events."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


SUGGESTION = "block_suggestion"  # goes to a URL of its own: "Options Load URL"


def address(app: App, kind: str, payload: dict[str, Any]) -> str:
    """The URL for a request of this kind. Raises AppNotListening."""
    manifest = app.manifest
    urls = {
        "events_api": manifest.events_url,
        "interactive": manifest.options_url if payload.get("type") == SUGGESTION else manifest.interactivity_url,
        "slash_commands": manifest.commands[payload["command"]].url if kind == "slash_commands" else "",
    }
    url = app.request_url or urls[kind]
    if not url:
        raise AppNotListening(f"{manifest.name} has no request URL for {kind}.")
    return url


async def post(
    session: aiohttp.ClientSession,
    app: App,
    kind: str,
    payload: dict[str, Any],
    *,
    timestamp: int,
    seconds: float,
    retry: tuple[int, str] | None = None,
) -> dict[str, Any] | None:
    """Post a request. Returns the app's answer, None where it is empty; plain text becomes `{"text": …}`. Raises
    Undelivered or AppNotListening.
    """
    body, content_type = encoded(kind, payload)
    headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (local)"}
    headers |= signed(app.signing_secret, body, timestamp)
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
    url = address(app, kind, payload)
    try:
        async with asyncio.timeout(seconds), session.post(url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            if response.status != 200:
                raise Undelivered("http_error", retry=response.headers.get("X-Slack-No-Retry") != "1")
            return _answer(text, response.content_type)
    except TimeoutError:
        raise Undelivered("http_timeout") from None
    except aiohttp.ClientError:
        raise Undelivered("connection_failed") from None
    except ValueError:
        raise Undelivered("http_error", retry=False) from None


def _answer(text: str, content_type: str) -> dict[str, Any] | None:
    if not text.strip():
        return None
    if content_type == "application/json":
        answer = json.loads(text)
        return answer if isinstance(answer, dict) else {"text": str(answer)}
    return {"text": text}
