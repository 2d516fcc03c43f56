"""A Slack for the removal queue: it has messages, and refuses as often as a test wants."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.blocks.block_kit import Message, View
from bot.clock import Clock
from bot.domain.people.people import Who
from bot.domain.people.removals import Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import NotDone, OurMessage, OurPage
from content.libraries import Libraries
from content.models import Library

A_PAGE = 15


class NotedLibraries(Libraries):
    """English for everybody; notes which locales were asked for."""

    def __init__(self, library: Library) -> None:
        super().__init__(only=library)
        self.asked: list[str] = []

    def of(self, locale_tag: str) -> Library:
        """English, noted as asked for."""
        self.asked.append(locale_tag)
        return super().of(locale_tag)


@dataclass
class FakeRemover:
    """`said` lists what was done, in order; `refusals` are raised first, by what is asked for. `next_places` are given
    first, as the next page after the one that was read.
    """

    messages: dict[str, list[OurMessage]] = field(default_factory=dict)
    refusals: defaultdict[str, list[NotDone]] = field(default_factory=lambda: defaultdict(list))
    said: list[tuple[str, ...]] = field(default_factory=list)
    next_places: list[str] = field(default_factory=list)

    def _say(self, *words: str) -> None:
        if self.refusals[words[0]]:
            raise self.refusals[words[0]].pop(0)
        self.said.append(words)

    async def delete(self, workspace_id: str, conversation: str, ts: str) -> None:
        self._say("delete", workspace_id, conversation, ts)

    async def home(self, who: Who, view: View) -> None:
        self._say("home", who.workspace_id, who.user_id, view["private_metadata"])

    async def delete_file(self, workspace_id: str, file_id: str) -> None:
        self._say("delete_file", workspace_id, file_id)

    async def replace(self, workspace_id: str, conversation: str, ts: str, message: Message) -> None:
        self._say("replace", workspace_id, conversation, ts, message.text)

    async def conversation(self, workspace_id: str, user_id: str) -> str:
        self._say("conversation", workspace_id, user_id)
        return f"D{user_id}"

    async def message(self, workspace_id: str, conversation: str, ts: str) -> OurMessage | None:
        self._say("message", workspace_id, conversation, ts)
        return next((message for message in self.messages.get(conversation, []) if message.ts == ts), None)

    async def page(self, workspace_id: str, conversation: str, before: str) -> OurPage:
        self._say("page", workspace_id, conversation, before)
        older = [message for message in self.messages.get(conversation, []) if float(message.ts) < float(before)]
        shown = sorted(older, key=lambda message: float(message.ts), reverse=True)[:A_PAGE]
        return OurPage(tuple(shown), self._next_place() or (shown[-1].ts if len(older) > A_PAGE else ""))

    async def thread(self, workspace_id: str, conversation: str, ts: str, after: str) -> OurPage:
        self._say("thread", workspace_id, conversation, ts, after)
        return OurPage(tuple(self.messages.get(ts, [])), self._next_place())

    def _next_place(self) -> str:
        return self.next_places.pop(0) if self.next_places else ""


async def bare_home(who: Who) -> View:
    """A Home tab that says whose it is."""
    return {"type": "home", "blocks": [], "private_metadata": who.user_id}


@pytest.fixture
def slack() -> FakeRemover:
    return FakeRemover()


@pytest.fixture
def queue(context: Context, slack: FakeRemover) -> RemovalQueue:
    return RemovalQueue(context, slack, bare_home)


async def do(
    context: Context, clock: Clock, slack: FakeRemover, target: str, kind: RemovalKind, **facts: Any
) -> list[Removal]:
    """Put one removal in the queue and do the first that is due. Returns what is left to do."""
    about = facts.pop("about", "")
    wanted = Removal(facts.pop("conversation", "D1"), target, kind, about, due_at=clock(), **facts)
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([wanted])
    await RemovalQueue(context, slack, bare_home).next_due()
    async with context.database.transaction("T1") as transaction:
        return await transaction.removals.all()


async def hash_of(context: Context, user_id: str) -> str:
    """The hash that stands for somebody in the queue."""
    async with context.database.transaction("T1") as transaction:
        (name_hash,) = await transaction.safeguards.name_hashes(user_id)
    return name_hash
