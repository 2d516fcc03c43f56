"""Everything a handler may say to the person who asked, at the place where they asked."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import log
from bot.blocks.block_kit import Message, View, searched
from bot.blocks.home.home import home
from bot.blocks.notices import notice_modal, shown_modal
from bot.domain.codec import decode
from bot.domain.deliveries import Delivery
from bot.domain.home import HomeFacts
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.pictures import Pictures
from bot.slack.codes import reason_of
from content.models import Library
from handlers.parse import in_home, in_modal, is_page_of_home, metadata, origin, value, who
from handlers.showing import NEVER_OPENS, NOT_SHOWN, Showing
from handlers.submissions import Decision
from handlers.updates import MessageUpdates

T = TypeVar("T")
logger = log.get(__name__)


class Answer:
    """What a handler answers with. A submitted form is closed before anything else is said, unless its view is
    replaced; a form that fails stays open with what was typed.
    Nothing here raises because Slack does not show something: the use case is done by then. It is shown elsewhere where
    possible, and logged.
    """

    def __init__(
        self,
        args: AsyncArgs,
        library: Library,
        pictures: Pictures,
        decision: Decision | None = None,
        updates: MessageUpdates | None = None,
    ) -> None:
        """`decision` is that of the form that was submitted, and None for anything else."""
        self._args = args
        self.library = library
        self._pictures = pictures
        self._accept = decision.accept if decision is not None else args.ack
        self._updates = updates or MessageUpdates()
        self._showing = Showing(args, library, self._updates)
        self._is_closed = False
        self.is_given = False  # whether the use case is done, and only Slack keeps us waiting

    def speak(self, library: Library) -> None:
        """Answer in the words of `library` from here on: we now know who asks."""
        self.library = self._showing.library = library

    @property
    def who(self) -> Who:
        """The person who asked."""
        return who(self._args.body)

    @property
    def value(self) -> str:
        """What the pressed button or the chosen option carries."""
        return value(self._args.body)

    @property
    def callback_id(self) -> str:
        """Which modal was pressed in, or submitted."""
        return str(self._args.body["view"].get("callback_id") or "")

    @property
    def typed(self) -> str:
        """What was typed in a menu that searches."""
        return str(self._args.body.get("value") or "")

    @property
    def carried(self) -> Mapping[str, Any]:
        """What `carry` wrote into the form that was submitted, or pressed in."""
        return metadata(self._args.body["view"])

    def read(self, kind: type[T]) -> T:
        """The fact of type `kind` that the button carries. Raises Problem where it carries none."""
        try:
            return decode(kind, self.value)
        except ValueError as error:
            raise Problem("errors.stale") from error

    def carry(self, **facts: Any) -> str:
        """The private metadata of a form: where it was opened, and what its submission needs to know."""
        return json.dumps(origin(self._args.body) | facts)

    async def reply(self, message: Message, *, thread_ts: str | None = None) -> None:
        """Show it in the message or page they pressed in, or to them alone where they typed a command; by direct
        message once a `response_url` has expired, after 30 minutes. Redraws the Home tab.
        """
        await self.close()
        place = self._place
        if is_page_of_home(self._args.body.get("view") or {}):
            await self.show(message)
        if place.get("home"):
            return
        message = await self._with_pictures(message)
        if place.get("ts"):
            await self.update(place["channel"], place["ts"], message)
            return
        respond = self._showing.respond_at(place["respond"]) if place.get("respond") else None
        if not await self._showing.responded(respond, message, replace=bool(place.get("replace"))):
            await self._showing.to_them(message, thread_ts=thread_ts)

    async def privately(self, message: Message | str) -> None:
        """Say it to them alone, beside what they pressed; in a small modal in the Home tab, which has no such place."""
        await self.close()
        notice = Message(message, ()) if isinstance(message, str) else await self._with_pictures(message)
        if self.is_home:
            view = notice_modal(self.library, notice.text)
            await self._show_modal(view | {"blocks": list(notice.blocks)} if notice.blocks else view, notice)
        elif not self._showing.has_place:
            await self.reply(notice)  # they wrote to us, so only they see our messages there
        else:
            await self._showing.beside(notice)

    async def show(self, message: Message) -> None:
        """Show a message of its own: in the modal pressed in, in a modal on the Home tab, else to them alone."""
        page = shown_modal(self.library, message) | {"private_metadata": self.carry()}
        if in_modal(self._args.body):
            await self.replace_view(page)
        elif in_home(self._args.body):
            await self._show_modal(page, message)
        else:
            await self.reply(message)

    async def loading(self) -> None:
        """Where a button of the Home tab was pressed, open a modal at once; what is shown next fills it."""
        if in_home(self._args.body):
            await self._showing.begin_view(notice_modal(self.library, self.library.say("common.loading")))

    async def open(self, view: View) -> None:
        """Open a modal, on top of the one pressed in, or say what to press; raises where no later press helps."""
        try:
            await self._open(view)
        except NOT_SHOWN as error:
            if reason_of(error) in NEVER_OPENS:
                raise
            logger.warning("form_not_opened", code=reason_of(error))
            await self._showing.say_what_to_press()

    async def _open(self, view: View) -> None:
        blocks, is_lacking = await self._pictures.known(self.who, view["blocks"])
        view_id = await self._showing.open_view(view | {"blocks": blocks})
        if is_lacking:  # drawing and uploading may take longer than the three seconds that a trigger lives
            await self._fill_in(view_id, view)

    async def _show_modal(self, view: View, message: Message) -> None:
        """Show what is only to be read in a modal; by direct message where it does not open."""
        if not await self._showing.tried("modal", self._open(view)):
            await self._showing.to_them(await self._with_pictures(message))

    async def to_them(self, message: Message) -> None:
        """Post it in their direct message, whatever they pressed."""
        await self._showing.to_them(await self._with_pictures(message))

    async def beneath(self, message: Message) -> None:
        """Refresh what the submitted form was opened from: the modal below it, or the message."""
        await self.close()
        if below := self._args.body["view"].get("previous_view_id"):
            await self._fill_in(below, shown_modal(self.library, message))
        else:
            await self.reply(message)

    async def replace_view(self, view: View) -> None:
        """Put a view in place of the form that was submitted, or of the modal that was pressed in."""
        if self._args.body.get("type") != "view_submission":
            await self._fill_in(self._args.body["view"]["id"], view)
            return
        self._is_closed = True
        blocks, is_lacking = await self._pictures.known(self.who, view["blocks"])
        await self._accept(response_action="update", view=view | {"blocks": blocks})
        if is_lacking:
            await self._fill_in(self._args.body["view"]["id"], view)

    def view_turn(self) -> AbstractAsyncContextManager[None]:
        """One press at a time in the modal that was pressed in, in the order they came."""
        return self._updates.turn((self.who.workspace_id, self._args.body["view"]["id"]))

    async def suggest(self, groups: Mapping[str, Mapping[str, str]]) -> None:
        """What a searching menu offers for what was typed: labels by value, under the titles of their groups."""
        self._is_closed = True
        await self._args.ack(**searched(groups))

    async def close(self) -> None:
        """Close a submitted form: what was typed is saved. Anything else was acknowledged already."""
        self.is_given = True
        if self._args.body.get("type") == "view_submission" and not self._is_closed:
            self._is_closed = True
            await self._accept()

    async def send_files(self, files: Sequence[Mapping[str, str]], comment: str) -> None:
        """Send files (`filename`, `content`) by direct message."""
        await self._showing.files(files, comment)

    async def draw_home(self, facts: HomeFacts) -> None:
        """Show the Home tab as things stand now. Where Slack refuses it, it is shown later."""
        view = home(self.library, facts)
        blocks, is_lacking = await self._pictures.known(self.who, view["blocks"])
        await self._publish(view | {"blocks": blocks})
        if is_lacking:  # nobody waits for a picture
            await self._publish(view | {"blocks": await self._pictures.placed(self.who, view["blocks"])})

    async def _publish(self, view: View) -> None:
        await self._showing.tried("home", self._updates.publish(self._args.client, self.who, view))

    async def _fill_in(self, view_id: str, view: View) -> None:
        """Redraw an open view with its pictures."""
        blocks = await self._pictures.placed(self.who, view["blocks"])
        filling = self._args.client.views_update(view_id=view_id, view=view | {"blocks": blocks})
        await self._showing.tried("view", filling)

    async def _with_pictures(self, message: Message) -> Message:
        return Message(message.text, tuple(await self._pictures.placed(self.who, message.blocks)))

    @property
    def _place(self) -> Mapping[str, Any]:
        """Where they pressed, or opened the form that was submitted."""
        return self.carried if self._args.body.get("type") == "view_submission" else origin(self._args.body)

    @property
    def is_home(self) -> bool:
        """Whether a button was pressed in the Home tab or a page of it, or a form submitted that was opened there."""
        return bool(self._place.get("home"))

    async def elsewhere(self, deliveries: Sequence[Delivery], message: Message | None) -> None:
        """Show it in our other messages about the same thing, left by these `deliveries`; None deletes them. Where
        Slack does neither, they stay.
        """
        others = [delivery for delivery in deliveries if not self.is_in([delivery])]
        await self._showing.elsewhere(others, await self._with_pictures(message) if message else None)

    def is_in(self, deliveries: Sequence[Delivery]) -> bool:
        """Whether they pressed in one of these messages, or opened the form there."""
        here = (self._place.get("channel"), self._place.get("ts"))
        return any(here == (delivery.channel_id, delivery.ts) for delivery in deliveries)

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace what a message of ours says. Where Slack does not, tell them that what they did is done."""
        await self._showing.update(channel, ts, message)
