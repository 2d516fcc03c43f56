"""Posts deliveries, and finds out whether a post has arrived whose reply was lost. It never retries by itself."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.blocks.block_kit import Message
from bot.domain.deliveries import Delivery
from bot.slack.fence import Fence, FencedOutError, MayLeave

TOKEN_TIMEOUT = (
    5.0  # seconds to wait for the token of a workspace, which comes from our database and sometimes from Slack
)
EVENT_TYPE = "delivery"
PAGE = 200
TOO_MANY = frozenset({"ratelimited", "rate_limited"})
# Slack's own words: "It's possible some aspect of the operation succeeded before the error was raised."
UNCERTAIN = frozenset({"fatal_error", "internal_error", "service_unavailable"})
# Slack's answers about a token that was replaced or has ended.
OUTDATED = frozenset({"token_revoked", "token_expired", "invalid_auth"})
# Slack did nothing, for a reason that will pass by itself: https://docs.slack.dev/reference/methods/chat.postMessage
PASSING = frozenset({"accesslimited", "org_login_required", "request_timeout", "team_added_to_org"})
PASSING_WAIT = 30.0  # seconds; a delivery that still meets them when its time is over is missed, which admins see
UNREADABLE = frozenset({"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has the message."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack said no, for certain; `code` is its own error."""

    code: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Slack did nothing and wants to be asked again after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unsure:
    """The message may or may not have arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotMade:
    """The connection was never made, so nothing arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The fence stopped it before its first byte, so nothing arrived."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The conversation was asked, and the message is not in it."""


@dataclass(frozen=True, slots=True)
class CannotAsk:
    """The conversation cannot be read; `code` is Slack's reason."""

    code: str


Outcome = Sent | Refused | Wait | Unsure | NotMade | HeldBack
Found = Sent | Absent | CannotAsk | Wait


class ClientSource(Protocol):
    """Gives the Web API client of a workspace."""

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:
        """The client, which must have no retry handlers; `newest`: its token is read anew."""
        ...


class Messenger:
    """Posts and finds messages for the delivery engine. Failures of Slack or the network never raise here."""

    def __init__(self, clients: ClientSource) -> None:
        self._clients = clients
        self._log = log.get(__name__)

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        """Post once to the delivery's recipient (a user or a channel). Blocks that Slack refuses are left out.

        `may_leave` is called right before the first byte is written, for every attempt: by then the workspace may
        belong to another worker. Slack revokes a workspace's older token while another process refreshes it; a post
        refused for that reason is sent again with the newer one.
        """
        client = await self._client(delivery.workspace_id)
        content = {"text": message.text, "blocks": list(message.blocks)}
        outcome = await _post(client, delivery, content, may_leave)
        if isinstance(outcome, Refused) and outcome.code in OUTDATED:
            newer = await self._client(delivery.workspace_id, newest=True)
            if newer is None or client is None or newer.token != client.token:
                client, outcome = newer, await _post(newer, delivery, content, may_leave)
        if isinstance(outcome, Refused) and outcome.code in UNREADABLE:
            self._log.error("message_unreadable", delivery=delivery.id, nudge=delivery.nudge, code=outcome.code)
            return await _post(client, delivery, {"text": message.text[:4000]}, may_leave)
        return outcome

    async def _client(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient | None:
        """The workspace's client, or None where there is none in time; then certainly nothing was posted."""
        try:
            async with asyncio.timeout(TOKEN_TIMEOUT):
                return await self._clients.of(workspace_id, newest=newest)
        except Exception:  # noqa: BLE001 - any reason for which there is no token, such as an unreachable database
            self._log.exception("token_unavailable", workspace=workspace_id)
            return None

    async def find(self, delivery: Delivery, since: datetime) -> Found:
        """Look for the message of a delivery in its conversation, by its metadata, from `since` (aware UTC) on."""
        outcome = await self._find(await self._client(delivery.workspace_id), delivery, since)
        if isinstance(outcome, CannotAsk) and outcome.code in OUTDATED:
            return await self._find(await self._client(delivery.workspace_id, newest=True), delivery, since)
        return outcome

    async def _find(self, client: AsyncWebClient | None, delivery: Delivery, since: datetime) -> Found:
        if client is None:
            return Wait(5.0)
        try:
            channel_id = await _conversation(client, delivery.recipient)
            cursor = ""
            while True:
                page = await client.conversations_history(
                    channel=channel_id,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor or None,
                )
                for message in page.get("messages") or []:
                    if _delivery_id(message) == delivery.id:
                        return Sent(channel_id, message["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return Absent()
        except SlackApiError as error:
            outcome = _outcome(error)
            return outcome if isinstance(outcome, Wait) else self._cannot(outcome)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Wait(5.0)

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        """Replace the content of one of our messages. A failure is logged, and the message stays as it was."""
        client = await self._clients.of(workspace_id)
        try:
            await client.chat_update(channel=channel_id, ts=ts, text=message.text, blocks=list(message.blocks))
        except SlackApiError as error:
            self._log.warning("collapse_refused", channel=channel_id, code=_code(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._log.warning("collapse_failed", channel=channel_id, reason=type(error).__name__)

    def _cannot(self, outcome: Outcome) -> Found:
        """Whether to ask again later, or never."""
        return CannotAsk(outcome.code) if isinstance(outcome, Refused) else Wait(5.0)


async def _post(
    client: AsyncWebClient | None, delivery: Delivery, content: Mapping[str, Any], may_leave: MayLeave
) -> Outcome:
    if client is None:
        return NotMade("no token")
    with Fence(may_leave) as fence:
        outcome = await _call(client, delivery, content, fence)
    return HeldBack() if fence.held_back else outcome


async def _call(client: AsyncWebClient, delivery: Delivery, content: Mapping[str, Any], fence: Fence) -> Outcome:
    try:
        fence.look()  # no connection is made for a post that may not leave anyway
        # `chat_postMessage` would look through every block for objects of the SDK, and ours are plain already.
        reply = await client.api_call(
            "chat.postMessage",
            json={
                "channel": delivery.recipient,
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": delivery.id}},
                "unfurl_links": False,
                "unfurl_media": False,
                **content,
            },
        )
    except FencedOutError:
        return HeldBack()
    except SlackApiError as error:
        return _outcome(error)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        return NotMade(type(error).__name__)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:  # ValueError: a reply cut in the middle
        return Unsure(type(error).__name__)
    ts, channel_id = reply.get("ts"), reply.get("channel")
    return Sent(channel_id, ts) if ts and channel_id else Unsure("a reply without ts")


async def _conversation(client: AsyncWebClient, recipient: str) -> str:
    if recipient[:1] not in "UW":
        return recipient
    channel: dict[str, str] = (await client.conversations_open(users=recipient))["channel"]
    return channel["id"]


def _delivery_id(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("id") if metadata.get("event_type") == EVENT_TYPE else None


def _code(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _outcome(error: SlackApiError) -> Outcome:
    status, code = getattr(error.response, "status_code", 0), _code(error)
    if status == 429 or code in TOO_MANY:
        return Wait(_retry_after(error))
    if code in PASSING:
        return Wait(PASSING_WAIT)
    if status >= 500 or not code or code in UNCERTAIN:
        return Unsure(code or f"HTTP {status}")
    return Refused(code)


def _retry_after(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in (getattr(error.response, "headers", None) or {}).items()}
    retry_after = headers.get("retry-after", "")
    return float(retry_after) if str(retry_after).replace(".", "", 1).isdigit() else 1.0
