"""Removes messages from Slack, one at a time in each workspace, and retries what failed."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import log
from bot.blocks.block_kit import Message, View
from bot.blocks.people.privacy import removed, unnamed
from bot.domain.people.people import Who
from bot.domain.people.removals import LOOKS, SENTENCES, Removal, RemovalKind
from bot.domain.people.slack_ids import PERSON_ID, is_person
from bot.domain.people.surfaces import SURFACES
from bot.errors import Problem
from bot.services.background import Background
from bot.services.context import Context
from bot.services.people.message_remover import MessageRemover
from bot.slack.codes import NO_RECIPIENT
from bot.slack.remover import UNREADABLE, NotDone, OurMessage
from bot.storage.database import reading
from bot.storage.outbox.removals import any_due, claim_removals
from bot.storage.transaction import Transaction

logger = log.get(__name__)
# Thirty messages a minute in a workspace; Slack lets an app delete fifty, and update as many (tier 3).
PAUSE = timedelta(seconds=2)
HELD = timedelta(minutes=2)  # longer than any attempt takes: after that, any process may claim it
SIDE_BY_SIDE = 20  # workspaces


class RemovalQueue(Background):
    """One per process. `tick` is for the heartbeat; `all_due` waits, for tests and the demo. What a stopped process had
    begun is done again, and doing it twice does no harm.
    """

    def __init__(self, context: Context, remover: MessageRemover, home: Callable[[Who], Awaitable[View]]) -> None:
        """`home` makes the Home tab to show somebody."""
        self._context = context
        self._remover = remover
        self._home = home
        self._turn = asyncio.Lock()
        super().__init__(context.clock, self.next_due, PAUSE, "removals_failed")

    async def all_due(self) -> None:
        """Do everything that is due now."""
        while await self.next_due():
            pass

    async def next_due(self) -> int:
        """Do the first thing that is due in each workspace; returns how many. Never twice at a time in a process."""
        async with self._turn:
            return await self._next_due()

    async def _next_due(self) -> int:
        now, database = self._context.clock(), self._context.database
        async with reading(database.engine) as connection:
            if not await any_due(connection, now):
                return 0
        async with database.connection() as connection:
            claimed = await claim_removals(connection, now, HELD, SIDE_BY_SIDE)
        await asyncio.gather(*(self._try(*claim) for claim in claimed))
        return len(claimed)

    async def _try(self, workspace_id: str, removal: Removal, held_until: datetime) -> None:
        try:
            after = await self._do(workspace_id, removal)
        except NotDone as trouble:
            await self._put_off(workspace_id, removal, held_until, trouble)
        except Exception:
            logger.exception("removal_failed", workspace=workspace_id, kind=str(removal.kind))
            await self._put_off(workspace_id, removal, held_until, NotDone("error"))
        else:
            await self._settle(workspace_id, removal, held_until, after)

    async def _settle(
        self, workspace_id: str, removal: Removal, held_until: datetime, after: Sequence[Removal]
    ) -> None:
        """Mark a removal as done; `after` is the further work it turned up, possibly the rest of it. For messages found
        by name, removals that are already queued take precedence.
        """
        is_by_name = removal.kind is RemovalKind.NAMED
        async with self._context.database.transaction(workspace_id) as transaction:
            if await transaction.removals.drop(removal, held_until):
                await transaction.removals.add(after, only_new=is_by_name)

    async def _put_off(self, workspace_id: str, removal: Removal, held_until: datetime, trouble: NotDone) -> None:
        now = self._context.clock()
        later = removal if trouble.wait else removal.after_failure(trouble.reason, now, is_final=trouble.is_final)
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.removals.put_back(later, held_until)
            if trouble.wait:
                kinds = LOOKS if removal.kind in LOOKS else frozenset(RemovalKind) - LOOKS
                await transaction.removals.pause(kinds, now + timedelta(seconds=trouble.wait))
        logger.warning(
            "not_removed",
            workspace=workspace_id,
            kind=str(removal.kind),
            why=trouble.reason,
            given_up=later.given_up_at is not None,
        )

    async def _do(self, workspace_id: str, removal: Removal) -> Sequence[Removal]:
        """Do it. Returns the steps that follow from it."""
        place = workspace_id, removal.conversation, removal.target
        if removal.kind is RemovalKind.HOME:
            await self._draw_home(Who(workspace_id, removal.conversation))
            return ()
        if is_person(removal.conversation):
            return await self._find_conversation(workspace_id, removal)
        if removal.kind in SENTENCES:
            library = self._context.libraries.of(removal.locale)
            await self._remover.replace(*place, removed(library, removal.kind))
        elif removal.kind is RemovalKind.FILE:
            await self._remover.delete_file(workspace_id, removal.target)
        elif removal.kind is RemovalKind.UNNAME:
            await self._unname(workspace_id, removal)
        elif removal.kind in LOOKS:
            return await self._look(workspace_id, removal)
        else:
            await self._remover.delete(*place)
        return ()

    async def _draw_home(self, who: Who) -> None:
        """Redraw somebody's Home tab. If Slack does not accept it now, the next opening shows it."""
        try:
            await self._remover.home(who, await self._home(who))
        except Problem:  # Slack no longer knows them
            return
        except NotDone as trouble:
            if trouble.wait is not None:
                raise

    async def _find_conversation(self, workspace_id: str, removal: Removal) -> Sequence[Removal]:
        """The same removal with the conversation's id. With a contact who left there is none to read, since we never
        wrote to them.
        """
        try:
            return [replace(removal, conversation=await self._remover.conversation(workspace_id, removal.conversation))]
        except NotDone as trouble:
            if removal.kind is RemovalKind.NAMED and trouble.reason in NO_RECIPIENT:
                return ()
            raise

    async def _unname(self, workspace_id: str, removal: Removal) -> None:
        place, library = (removal.conversation, removal.target), self._context.libraries.of(removal.locale)
        message = await self._remover.message(workspace_id, *place)
        if message is None:
            return
        async with self._context.database.reading(workspace_id) as transaction:
            names = await _names(transaction, message, removal.about)
        if names:
            without = unnamed(library, Message(message.text, message.blocks), names)
            try:
                await self._remover.replace(workspace_id, *place, without)
            except NotDone as trouble:
                if trouble.reason not in UNREADABLE:
                    raise
                await self._remover.replace(workspace_id, *place, removed(library, RemovalKind.ANSWER))

    async def _look(self, workspace_id: str, removal: Removal) -> Sequence[Removal]:
        """The steps for a page of messages, and for the rest of the conversation or thread."""
        if removal.kind is RemovalKind.THREAD:
            page = await self._remover.thread(workspace_id, removal.conversation, removal.target, removal.place)
        else:
            page = await self._remover.page(workspace_id, removal.conversation, removal.place)
        steps = await self._steps(workspace_id, removal, page.messages)
        if page.place:
            return [*steps, replace(removal, place=page.place, attempts=0, reason="")]
        is_thread = removal.kind is RemovalKind.THREAD  # the parent goes last, since Slack finds the thread by it
        return [*steps, self._one(removal, removal.target, RemovalKind.DELETE)] if is_thread else steps

    async def _steps(self, workspace_id: str, removal: Removal, messages: Sequence[OurMessage]) -> list[Removal]:
        if removal.kind is RemovalKind.NAMED:
            async with self._context.database.reading(workspace_id) as transaction:
                return [
                    self._one(removal, message.ts, kind)
                    for message, kind in await _naming(transaction, messages, removal.about)
                ]
        steps: list[Removal] = []
        for message in messages:
            steps += [self._one(removal, file_id, RemovalKind.FILE) for file_id in message.files]
            if message.ts != removal.target:
                kind = RemovalKind.THREAD if message.has_thread else RemovalKind.DELETE
                steps.append(self._one(removal, message.ts, kind))
        return steps

    def _one(self, removal: Removal, target: str, kind: RemovalKind) -> Removal:
        about = removal.about if kind is RemovalKind.UNNAME else ""
        due_at = self._context.clock()
        return Removal(removal.conversation, target, kind, about, due_at=due_at, locale=removal.locale)


async def _naming(
    transaction: Transaction, messages: Sequence[OurMessage], about: str
) -> list[tuple[OurMessage, RemovalKind]]:
    """The messages that name a person, each with how to remove it."""
    naming = [message for message in messages if await _names(transaction, message, about)]
    sent = await transaction.outbox.some([message.delivery_id for message in naming])
    kinds = {delivery.id: SURFACES[delivery.nudge].others for delivery in sent.values() if delivery.nudge in SURFACES}
    return [(message, kinds.get(message.delivery_id) or RemovalKind.ANSWER) for message in naming]


async def _names(transaction: Transaction, message: OurMessage, about: str) -> set[str]:
    """The ids in a message that the keyed hash `about` stands for."""
    ids = set(PERSON_ID.findall(json.dumps([message.text, *message.blocks])))
    return await transaction.safeguards.named(about, ids)
