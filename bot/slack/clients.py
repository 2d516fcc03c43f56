"""One Web API client for each workspace, all on one HTTP session: three times as fast as a session for each call."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.rate_limit_retries import HeedsRetryAfter
from bot.tracing import UNTRACED, Tracing

TRUSTED = 10.0  # seconds for which a token is used without asking again; an older one goes on working for minutes
NOT_KNOWN = 0.0, None
MOST_KNOWN = 1000  # clients kept; more are kept while more are in use
TIMEOUT = aiohttp.ClientTimeout(total=15)


class TokenSource(Protocol):
    """Finds the bot token of a workspace."""

    async def token(self, workspace_id: str) -> str:
        """A bot token that stays valid for some minutes; "" if there is none (Slack then answers `not_authed`)."""
        ...


@dataclass(frozen=True, slots=True)
class SingleToken:
    """The token of a single-workspace app, which never appears in a repr."""

    value: str = field(repr=False)

    async def token(self, workspace_id: str) -> str:  # noqa: ARG002 - the one token serves every workspace
        """The token."""
        return self.value


class Clients:
    """Gives the client of a workspace."""

    def __init__(self, tokens: TokenSource, base_url: str, tracing: Tracing = UNTRACED) -> None:
        """`base_url` is the address of the Web API, such as https://slack.com/api/."""
        self._tracing = tracing
        self._tokens = tokens
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, tuple[float, AsyncWebClient]] = {}  # until when (the loop's time) each can be used

    def known(self, workspace_id: str) -> AsyncWebClient | None:
        """The client of this workspace if its token was read a moment ago, so that nothing needs waiting for; else
        None.
        """
        until, client = self._known.get(workspace_id, NOT_KNOWN)
        return client if asyncio.get_running_loop().time() < until else None

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:
        """The client of this workspace. It never retries: what a lost reply means is for the sender to find out.

        Its token is read again after a few seconds, and at once with `newest`. Reading and decrypting it for every
        message would cost as much as the message.
        """
        client = None if newest else self.known(workspace_id)
        if client is None:
            now = asyncio.get_running_loop().time()
            client = await self._new(workspace_id)
            if len(self._known) >= MOST_KNOWN:
                self._known = {other_id: known for other_id, known in self._known.items() if known[0] > now}
            if client.token:
                self._known[workspace_id] = now + TRUSTED, client
            else:
                self._known.pop(workspace_id, None)
        return client

    async def patient(self, workspace_id: str) -> AsyncWebClient:
        """The same, for what somebody is waiting for: it asks again after Slack says that it gets too many requests."""
        client = await self.of(workspace_id)
        return AsyncWebClient(
            client.token, base_url=self._base_url, session=client.session, retry_handlers=[HeedsRetryAfter()]
        )

    async def _new(self, workspace_id: str) -> AsyncWebClient:
        token = await self._tokens.token(workspace_id)
        return AsyncWebClient(token, base_url=self._base_url, session=self.session(), retry_handlers=[])

    def session(self) -> aiohttp.ClientSession:
        """The one session, whose connections stay open. Needs a running event loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=TIMEOUT,
                trace_configs=[*_traced_calls(self._tracing, self._base_url)],
                cookie_jar=aiohttp.DummyCookieJar(),  # cookies that Slack sets for one workspace are not for the next
            )
        return self._session

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()


def _traced_calls(tracing: Tracing, base_url: str) -> tuple[aiohttp.TraceConfig, ...]:
    """What a session needs so that each request becomes a part of the trace under way, as "slack chat.postMessage";
    nothing if traces are off. Other addresses are not recorded: an upload's address is a secret ticket.

    aiohttp calls these in the task of the request, in this order, and only one of the last two.
    """
    if not tracing.is_on:
        return ()
    config = aiohttp.TraceConfig()

    async def start(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams) -> None:
        is_method = str(params.url).startswith(base_url)
        context.part = tracing.part(f"slack {params.url.name if is_method else 'file'}")
        context.span = context.part.__enter__()

    async def end(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        context.span.mark(http_status=params.response.status)
        context.part.__exit__(None, None, None)

    async def fail(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams) -> None:
        context.span.fail(type(params.exception).__name__)
        context.part.__exit__(None, None, None)

    config.on_request_start.append(start)
    config.on_request_end.append(end)
    config.on_request_exception.append(fail)
    return (config,)
