"""Reads a conversation in Slack, a page at a time, for the ids that our messages carry.

Apps distributed outside the Marketplace get one page a minute, of 15 messages
(https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps). So one request reads one
page, and the caller keeps the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.people.slack_ids import is_person
from bot.slack.outcomes import NETWORK, NotNow, Refused, Unknown, Unsure, Wait, outcome_of

EVENT_TYPE = "delivery"
PAGE = 200
AGAIN = 5.0  # seconds after which we ask again if Slack could not answer


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """How far a look through a conversation has got. `recipient` is a user or a channel id; `since` (aware UTC) is how
    far back it goes; `channel_id` and `cursor` are "" until Slack has given them.
    """

    recipient: str
    since: datetime
    channel_id: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a page: the time stamp of each of our messages, by delivery id. `cursor` is that of the next page,
    "" if this was the last.
    """

    channel_id: str
    messages: Mapping[str, str]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class CannotAsk:
    """The conversation cannot be read; `code` is Slack's reason."""

    code: str


HistoryAnswer = Page | CannotAsk | Wait | NotNow | Unknown


async def conversation_of(client: AsyncWebClient, recipient: str) -> str:
    """The id of the conversation with a recipient. Raises SlackApiError, and aiohttp's errors."""
    if not is_person(recipient):
        return recipient
    channel: dict[str, str] = (await client.conversations_open(users=recipient))["channel"]
    return channel["id"]


async def page_of(client: AsyncWebClient, place: HistoryPlace) -> HistoryAnswer:
    """The page at `place`, whose `channel_id` is known."""
    try:
        answer = await client.conversations_history(
            channel=place.channel_id,
            oldest=f"{place.since.timestamp():.6f}",
            include_all_metadata=True,
            limit=PAGE,
            cursor=place.cursor or None,
        )
    except (SlackApiError, *NETWORK) as error:
        return why_not(error)
    messages = {
        delivery_id: message["ts"]
        for message in answer.get("messages") or []
        if (delivery_id := _delivery_id(message)) is not None
    }
    return Page(place.channel_id, messages, (answer.get("response_metadata") or {}).get("next_cursor") or "")


def why_not(error: Exception) -> CannotAsk | Wait | NotNow | Unknown:
    """Why a conversation was not read. Nothing is at stake, so an uncertain failure is simply tried again."""
    if not isinstance(error, SlackApiError):
        return NotNow(type(error).__name__, AGAIN)
    match outcome_of(error):
        case Refused(code):
            return CannotAsk(code)
        case Unsure(reason):
            return NotNow(reason, AGAIN)
        case outcome:
            return outcome


def _delivery_id(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("id") if metadata.get("event_type") == EVENT_TYPE else None
