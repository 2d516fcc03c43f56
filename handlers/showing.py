"""Shows things in Slack, and says it elsewhere where Slack does not."""

import re
from collections.abc import Awaitable, Mapping, Sequence
from copy import copy
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncRespond
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot import log
from bot.blocks.block_kit import Message, View
from bot.blocks.notices import form_again
from bot.blocks.written import shown
from bot.domain.deliveries import Delivery
from bot.errors import Problem
from bot.slack.codes import Meaning, code_of, meaning_of, reason_of
from content.models import Library
from handlers.fair_scheduler import outside
from handlers.parse import in_modal, who
from handlers.updates import MessageUpdates

logger = log.get(__name__)
# Slack refused to show something, or could not be reached. What was done before that is done all the same.
NOT_SHOWN = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)

# Slack's codes for a form that it will not take, now or later: a fault of ours, or a scope that nobody granted.
NEVER_OPENS = frozenset({"invalid_arguments", "invalid_blocks", "missing_scope", "view_too_large"})
# What an admin of the workspace has set, or can see to. Sources: the pages of files.getUploadURLExternal and
# files.completeUploadExternal (https://docs.slack.dev/reference/methods)
NO_FILES = frozenset({
    "file_type_not_allowed", "file_upload_size_restricted", "file_uploads_disabled",
    "file_uploads_except_images_disabled", "posting_to_channel_denied", "storage_limit_reached",
})  # fmt: skip
REFUSAL = re.compile(r'\s*\{.*"ok"\s*:\s*false', re.DOTALL)  # a `response_url` answers "ok", or in JSON

LOADING = "loading_view"  # in the context of a request: the id of a modal that is to be filled


class Showing:
    """What Slack shows the person of one request. Nothing here raises because Slack does not, except `open_view`
    and `files`.
    """

    def __init__(self, args: AsyncArgs, library: Library, updates: MessageUpdates) -> None:
        self._args = args
        self.library = library
        self._updates = updates
        self._loading_id = ""  # of the modal that is open and still empty

    @property
    def has_place(self) -> bool:
        """Whether Slack gave us a place to answer, seen by them alone."""
        return bool(self._args.body.get("response_url") or self._args.body.get("response_urls"))

    def respond_at(self, response_url: str) -> AsyncRespond:
        """What answers where a form was opened, as `respond` does for this request."""
        respond = copy(self._args.respond)
        respond.response_url = response_url
        return respond

    async def open_view(self, view: View) -> str:
        """Open a modal, on top of the one they pressed in, or fill the one that is loading. Returns its id.

        Raises one of NOT_SHOWN.
        """
        if self._loading_id:
            view_id, self._loading_id = self._loading_id, ""
            async with outside():
                await self._args.client.views_update(view_id=view_id, view=view)
            return view_id
        client = self._args.client
        open_view = client.views_push if in_modal(self._args.body) else client.views_open
        async with outside():
            opened: Any = await open_view(trigger_id=self._args.body["trigger_id"], view=view)
        return str(((opened or {}).get("view") or {}).get("id", ""))

    async def begin_view(self, view: View) -> None:
        """Open a modal that the next `open_view` fills, or else a notice of what went wrong: a trigger lives for three
        seconds.
        """
        try:
            self._loading_id = self._args.context[LOADING] = await self.open_view(view)
        except NOT_SHOWN as error:  # the next `open_view` then opens its own
            logger.warning("not_shown", place="loading", code=reason_of(error))

    async def say_what_to_press(self) -> None:
        """Say what to press, as a form did not open in time: Slack takes one only within three seconds of a press."""
        body = self._args.body
        typed = f"{body['command']} {body.get('text') or ''}".strip() if body.get("command") else ""
        is_shortcut = body.get("type") in {"shortcut", "message_action"}
        await self.beside(form_again(self.library, typed, is_shortcut=is_shortcut))

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace what a message of ours says. Where Slack does not, tell them that what they did is done."""
        if not await self.tried("message", self._updates.show(self._args.client, (channel, ts), message)):
            await self.beside(Message(self.library.say("errors.not_redrawn"), ()))

    async def elsewhere(self, deliveries: Sequence[Delivery], message: Message | None) -> None:
        """Replace what these messages say, or take them away."""
        for channel, ts in [(delivery.channel_id, delivery.ts) for delivery in deliveries if delivery.ts]:
            if message is None:
                await self.tried("outdated_message", self._args.client.chat_delete(channel=channel, ts=ts))
            else:
                writing = self._updates.show(self._args.client, (channel, ts), message)
                await self.tried("other_message", writing)

    async def beside(self, message: Message) -> None:
        """Say it to them alone where they are, or else by direct message."""
        if not (self.has_place and await self.responded(self._args.respond, message)):
            await self.to_them(message)

    async def to_them(self, message: Message, thread_ts: str | None = None) -> None:
        """Say it by direct message, so that it is not lost where its place is gone; its text alone where Slack does not
        take the blocks.
        """
        await self.tried("direct_message", self._write(message, thread_ts))

    async def _write(self, message: Message, thread_ts: str | None) -> None:
        try:
            await self._post(message, thread_ts)
        except SlackApiError as error:
            if meaning_of(code_of(error)) is not Meaning.UNREADABLE:
                raise
            logger.error("message_unreadable", code=code_of(error))
            await self._post(Message(message.text, ()), thread_ts)

    async def _post(self, message: Message, thread_ts: str | None) -> None:
        await self._args.client.chat_postMessage(
            channel=who(self._args.body).user_id,
            text=message.text,
            blocks=shown(message),
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def files(self, files: Sequence[Mapping[str, str]], comment: str) -> None:
        """Send files (`filename`, `content`) by direct message. Raises Problem where the workspace takes no such files,
        and what Slack's client raises for anything else.
        """
        async with outside():
            opened: Any = await self._args.client.conversations_open(users=who(self._args.body).user_id)
            try:
                await self._args.client.files_upload_v2(
                    file_uploads=[dict(file) for file in files],
                    channel=opened["channel"]["id"],
                    initial_comment=comment,
                )
            except SlackApiError as error:
                if code_of(error) in NO_FILES:
                    raise Problem("errors.no_files") from error
                raise

    @staticmethod
    async def responded(respond: AsyncRespond | None, message: Message, *, replace: bool = False) -> bool:
        """Whether Slack still took an answer over its `response_url`, seen by them alone."""
        if respond is None:
            return False
        try:
            async with outside():
                answer = await respond(
                    text=message.text, blocks=shown(message), response_type="ephemeral", replace_original=replace
                )
        except NOT_SHOWN as error:
            logger.warning("not_shown", place="response_url", code=reason_of(error))
            return False
        is_taken = answer.status_code == 200 and REFUSAL.match(answer.body or "") is None
        if not is_taken:
            logger.warning("not_shown", place="response_url", code=str(answer.status_code))
        return is_taken

    @staticmethod
    async def tried(place: str, showing: Awaitable[object]) -> bool:
        """Whether Slack showed something; logged where it did not."""
        try:
            async with outside():
                await showing
        except NOT_SHOWN as error:
            logger.warning("not_shown", place=place, code=reason_of(error))
            return False
        return True
