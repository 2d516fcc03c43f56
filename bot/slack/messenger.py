"""Posts deliveries, and reads conversations for those that have arrived. It never retries on its own."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.blocks.block_kit import Message, short_mrkdwn
from bot.blocks.written import shown
from bot.domain.deliveries import Delivery
from bot.slack.codes import DEAD_TOKEN, Meaning, code_of, meaning_of
from bot.slack.fence import Fence, FencedOutError, MayLeave
from bot.slack.history import (
    AGAIN,
    EVENT_TYPE,
    CannotAsk,
    HistoryAnswer,
    HistoryPlace,
    conversation_of,
    page_of,
    why_not,
)
from bot.slack.outcomes import NETWORK, HeldBack, NotMade, NotNow, Outcome, Refused, Sent, Unsure, outcome_of
from bot.slack.posting import METHOD, post_message
from bot.tracing import UNTRACED, Tracing

TOKEN_TIMEOUT = 5.0  # seconds to wait for a workspace's token; it comes from our database, and at times from Slack
LONGEST_TEXT = 4000  # characters of a message without blocks
NO_TOKEN = NotMade("no token")
TOKEN_WAIT = 30.0  # seconds until a conversation that our token does not open is asked for again


class ClientSource(Protocol):
    """Gives the Web API client of a workspace."""

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:
        """The client, which must have no retry handlers; `newest`: its token is read again."""
        ...

    def known(self, workspace_id: str) -> AsyncWebClient | None:
        """The same client if its token was read a moment ago; else None, and the caller has to wait for it."""
        ...


class Messenger:
    """Posts and finds messages for the delivery engine. Failures of Slack or the network never raise here."""

    def __init__(self, clients: ClientSource, tracing: Tracing = UNTRACED) -> None:
        self._clients = clients
        self._tracing = tracing
        self._log = log.get(__name__)

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        """Post once to the delivery's recipient (a user or a channel). If Slack refuses its blocks, they are left out.

        `may_leave` is called right before the first byte is written, for every attempt: by then the workspace may
        belong to another worker. Slack revokes a workspace's older token while another process refreshes it; a post
        refused for that reason is sent again with the newer one.
        """
        if not self._tracing.is_on:
            return await self._post(delivery, message, may_leave)
        name, workspace_id = f"deliver {delivery.nudge}", delivery.workspace_id
        with self._tracing.span(name, workspace=workspace_id, delivery=delivery.id) as span:
            outcome = await self._post(delivery, message, may_leave)
            span.mark(outcome=type(outcome).__name__)
        return outcome

    async def _post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        client = self._clients.known(delivery.workspace_id) or await self._client(delivery.workspace_id)
        if client is None:
            return NO_TOKEN
        content = {"text": message.text, "blocks": message.blocks}
        outcome = await self._once(client, delivery, content, may_leave)
        if isinstance(outcome, Refused) and outcome.code in DEAD_TOKEN:
            newer = await self._client(delivery.workspace_id, newest=True)
            if newer is None:
                return NO_TOKEN
            if newer.token != client.token:
                client, outcome = newer, await self._once(newer, delivery, content, may_leave)
        if isinstance(outcome, Refused) and meaning_of(outcome.code) is Meaning.UNREADABLE:
            self._log.error("message_unreadable", delivery=delivery.id, nudge=delivery.nudge, code=outcome.code)
            return await self._once(client, delivery, {"text": short_mrkdwn(message.text, LONGEST_TEXT)}, may_leave)
        return outcome

    async def _once(
        self, client: AsyncWebClient, delivery: Delivery, content: Mapping[str, Any], may_leave: MayLeave
    ) -> Outcome:
        if not self._tracing.is_on:
            return await _call(client, delivery, content, Fence(may_leave))
        with self._tracing.part(f"slack {METHOD}"):  # the session's own traces do not see a post
            return await _call(client, delivery, content, Fence(may_leave))

    async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:
        """The page of a conversation at `place`, with our messages on it. If the token is outdated, the newest is
        tried; if that is invalid too, the answer says when to ask again: the workspace may get another one.
        """
        answer = await self._look(await self._client(workspace_id), place)
        if isinstance(answer, CannotAsk) and answer.code in DEAD_TOKEN:
            answer = await self._look(await self._client(workspace_id, newest=True), place)
        if isinstance(answer, CannotAsk) and answer.code in DEAD_TOKEN:
            return NotNow(answer.code, TOKEN_WAIT)
        return answer

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        """Replace the text of one of our messages. A failure is only logged: the message then stays as it was."""
        client = await self._clients.of(workspace_id)
        try:
            await client.chat_update(channel=channel_id, ts=ts, text=message.text, blocks=shown(message))
        except SlackApiError as error:
            self._log.warning("collapse_refused", channel=channel_id, code=code_of(error))
        except NETWORK as error:
            self._log.warning("collapse_failed", channel=channel_id, reason=type(error).__name__)

    async def remove(self, workspace_id: str, channel_id: str, ts: str) -> None:
        """Take one of our messages away. A failure is only logged: the message then stays."""
        client = await self._clients.of(workspace_id)
        try:
            await client.chat_delete(channel=channel_id, ts=ts)
        except SlackApiError as error:
            self._log.warning("removal_refused", channel=channel_id, code=code_of(error))
        except NETWORK as error:
            self._log.warning("removal_failed", channel=channel_id, reason=type(error).__name__)

    async def _client(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient | None:
        """The workspace's client, or None if there is none in time; then certainly nothing was posted."""
        try:
            async with asyncio.timeout(TOKEN_TIMEOUT):
                return await self._clients.of(workspace_id, newest=newest)
        except Exception:  # noqa: BLE001 - any reason for which there is no token, such as an unreachable database
            self._log.exception("token_unavailable", workspace=workspace_id)
            return None

    @staticmethod
    async def _look(client: AsyncWebClient | None, place: HistoryPlace) -> HistoryAnswer:
        if client is None:
            return NotNow("no token", AGAIN)
        try:
            channel_id = place.channel_id or await conversation_of(client, place.recipient)
        except (SlackApiError, *NETWORK) as error:
            return why_not(error)
        return await page_of(client, replace(place, channel_id=channel_id))


async def _call(client: AsyncWebClient, delivery: Delivery, content: Mapping[str, Any], fence: Fence) -> Outcome:
    try:
        fence.look()  # make no connection for a post that may not leave anyway
        reply = await post_message(
            client,
            {
                "channel": delivery.recipient,
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": delivery.id}},
                "unfurl_links": False,
                "unfurl_media": False,
                **content,
            },
            fence,
        )
    except FencedOutError:
        return HeldBack()
    except SlackApiError as error:
        return outcome_of(error)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        return NotMade(type(error).__name__)
    except NETWORK as error:
        return Unsure(type(error).__name__)
    ts, channel_id = reply.get("ts"), reply.get("channel")
    return Sent(channel_id, ts) if ts and channel_id else Unsure("a reply without ts")
