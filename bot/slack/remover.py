"""Deletes our own messages and files in Slack, replaces their text, and reads a conversation for them.

A bot can delete and update only its own messages; ephemeral messages cannot be deleted
(https://docs.slack.dev/reference/methods/chat.delete, chat.update). Doing any of this twice does no harm, so anything
that may or may not have been done is done again.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.blocks.block_kit import Message, View
from bot.blocks.written import shown
from bot.domain.people.people import Who
from bot.slack.codes import CODES, DEAD_TOKEN, Meaning, code_of
from bot.slack.history import EVENT_TYPE, conversation_of
from bot.slack.messenger import ClientSource
from bot.slack.outcomes import NETWORK, Wait, outcome_of

# It is not there any more, so there is nothing left to do.
GONE = frozenset({"message_not_found", "thread_not_found", "file_not_found", "file_deleted"})
# Nobody can do anything about these for this message; all other codes may pass, or somebody can see to them.
NEVER = frozenset({"cant_delete_message", "cant_update_message", "compliance_exports_prevent_deletion"})
NOT_EDITABLE = frozenset({"edit_window_closed", "cant_update_message"})  # it can still be deleted
UNREADABLE = CODES[Meaning.UNREADABLE] | {"block_mismatch"}  # other blocks, or none, may get through
PAGE = 200

logger = log.get(__name__)


class NotDone(Exception):
    """It was not done, for `reason`. `wait`: seconds for which Slack wants no more of this kind; None if it did not
    say. `is_final`: it never will be done.
    """

    def __init__(self, reason: str, *, wait: float | None = None, is_final: bool = False) -> None:
        self.reason = reason
        self.wait = wait
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class OurMessage:
    """A message of ours as it is in Slack. `delivery_id` is "" if it was not a delivery; `files` are the ids of the
    files that it shows; `has_thread`: there are replies below it.
    """

    ts: str
    text: str
    blocks: tuple[dict[str, Any], ...]
    delivery_id: str = ""
    files: tuple[str, ...] = ()
    has_thread: bool = False


@dataclass(frozen=True, slots=True)
class OurPage:
    """Our messages on a page. `place` is the time stamp from which to go on, "" if this was the last page."""

    messages: tuple[OurMessage, ...]
    place: str = ""


class Remover:
    """Raises NotDone, and nothing else, whatever Slack or the network does."""

    def __init__(self, clients: ClientSource) -> None:
        self._clients = clients

    async def delete(self, workspace_id: str, conversation: str, ts: str) -> None:
        """Delete a message of ours."""
        await self._asked(workspace_id, lambda client: client.chat_delete(channel=conversation, ts=ts))

    async def home(self, who: Who, view: View) -> None:
        """Show somebody a Home tab."""
        await self._asked(who.workspace_id, lambda client: client.views_publish(user_id=who.user_id, view=view))

    async def delete_file(self, workspace_id: str, file_id: str) -> None:
        """Delete a file of ours, which takes it out of every message."""
        await self._asked(workspace_id, lambda client: client.files_delete(file=file_id))

    async def replace(self, workspace_id: str, conversation: str, ts: str, message: Message) -> None:
        """Make a message of ours say this instead; if Slack no longer lets it be edited, it is deleted."""
        blocks = shown(message)

        def updated(client: AsyncWebClient) -> Awaitable[Any]:
            return client.chat_update(channel=conversation, ts=ts, text=message.text, blocks=blocks)

        try:
            await self._asked(workspace_id, updated)
        except NotDone as error:
            if error.reason not in NOT_EDITABLE:
                raise
            await self.delete(workspace_id, conversation, ts)

    async def conversation(self, workspace_id: str, user_id: str) -> str:
        """The id of our conversation with a person."""
        return str(await self._asked(workspace_id, lambda client: conversation_of(client, user_id)))

    async def message(self, workspace_id: str, conversation: str, ts: str) -> OurMessage | None:
        """One message of ours, or None if there is none."""
        where: dict[str, Any] = {"channel": conversation, "oldest": ts, "latest": ts, "inclusive": True, "limit": 1}
        answer = await self._asked(workspace_id, lambda client: client.conversations_history(**where))
        return next((message for message in _ours(answer) if message.ts == ts), None)

    async def page(self, workspace_id: str, conversation: str, before: str) -> OurPage:
        """The newest of our messages in a conversation that are older than the time stamp `before`."""
        where: dict[str, Any] = {"channel": conversation, "latest": before, "limit": PAGE, "include_all_metadata": True}
        answer = await self._asked(workspace_id, lambda client: client.conversations_history(**where))
        return OurPage(_ours(answer), _next_place(answer, min))

    async def thread(self, workspace_id: str, conversation: str, ts: str, after: str) -> OurPage:
        """Our messages in the thread below `ts` that are newer than the time stamp `after`, the oldest first."""
        where: dict[str, Any] = {"channel": conversation, "ts": ts, "limit": PAGE} | (
            {"oldest": after} if after else {}
        )
        answer = await self._asked(workspace_id, lambda client: client.conversations_replies(**where))
        return OurPage(_ours(answer), _next_place(answer, max))

    async def _asked(self, workspace_id: str, call: Callable[[AsyncWebClient], Awaitable[Any]]) -> Any:
        """Slack's answer; if our token is outdated, the answer to the newest one. An empty answer if the target is
        gone.
        """
        try:
            client = await self._clients.of(workspace_id)
        except Exception as error:
            logger.exception("token_unavailable", workspace=workspace_id)
            raise NotDone("no token") from error
        try:
            try:
                return await call(client)
            except SlackApiError as error:
                if code_of(error) not in DEAD_TOKEN:
                    raise
                return await call(await self._clients.of(workspace_id, newest=True))
        except SlackApiError as error:
            if (code := code_of(error)) in GONE:
                return {}
            raise _not_done(error, code) from error
        except NETWORK as error:
            raise NotDone(type(error).__name__) from error


def _not_done(error: SlackApiError, code: str) -> NotDone:
    outcome = outcome_of(error)
    if isinstance(outcome, Wait):
        return NotDone("ratelimited", wait=outcome.seconds)
    return NotDone(code or "no answer", is_final=code in NEVER)


def _next_place(answer: Any, furthest: Callable[[list[str]], str]) -> str:
    stamps = [str(message["ts"]) for message in answer.get("messages") or []]
    return furthest(stamps) if stamps and answer.get("has_more") else ""


def _ours(answer: Any) -> tuple[OurMessage, ...]:
    return tuple(_message(message) for message in answer.get("messages") or [] if message.get("bot_id"))


def _message(message: Mapping[str, Any]) -> OurMessage:
    metadata = message.get("metadata") or {}
    payload = (metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT_TYPE else {}
    return OurMessage(
        str(message["ts"]),
        str(message.get("text") or ""),
        tuple(message.get("blocks") or ()),
        str(payload.get("id") or ""),
        files=tuple(str(file["id"]) for file in message.get("files") or () if file.get("id")),
        has_thread=bool(message.get("reply_count")),
    )
