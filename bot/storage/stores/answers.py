"""Stores the answers to prompts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select

from bot.domain.deliveries import Delivery
from bot.domain.prompts.answers import PRACTISED, DeliveredPrompt, LastAnswer, Practice, PromptReply
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import SealedStore, fields_of
from bot.storage.base.together import dates_of, together
from bot.storage.tables import deliveries, practices

ANSWER = "answer_"  # prefix for the columns of an answer beside those of its delivery


@prebuilt
def _answer_to(workspace_id: str, user_id: str, delivery_id: str) -> Select[Any]:
    c = practices.c
    return select(practices).where(c.workspace_id == workspace_id, c.user_id == user_id, c.delivery_id == delivery_id)


@prebuilt
def _days(workspace_id: str, user_id: str, replies: Collection[PromptReply]) -> Select[Any]:
    c = practices.c
    return select(together(c.on).label("days")).where(
        c.workspace_id == workspace_id, c.user_id == user_id, c.reply.in_(replies)
    )


@prebuilt
def _last_answers(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = practices.c
    not_for_me = func.max(case((c.reply == PromptReply.NOT_FOR_ME, 1), else_=0)).label("not_for_me")
    return (
        select(c.user_id, c.prompt_id, func.max(c.on).label("last"), not_for_me)
        .where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))
        .group_by(c.user_id, c.prompt_id)
    )


@prebuilt
def _delivered(workspace_id: str, user_id: str, delivery_id: str, since: date) -> Select[Any]:
    c = deliveries.c
    again = (c.recipient == user_id) & (c.on >= since) & (c.subject == delivery_id)
    return _with_answers(workspace_id, user_id, (c.id == delivery_id) | again)


@prebuilt
def _delivered_since(workspace_id: str, user_id: str, nudge: str, since: date) -> Select[Any]:
    c = deliveries.c
    return _with_answers(workspace_id, user_id, c.recipient == user_id, c.nudge == nudge, c.on >= since)


def _with_answers(workspace_id: str, user_id: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    """These deliveries, each with a person's answer to it, the newest first."""
    own = (practices.c.workspace_id == deliveries.c.workspace_id) & (practices.c.delivery_id == deliveries.c.id)
    answer = [column.label(f"{ANSWER}{column.name}") for column in practices.c]
    return (
        select(deliveries, *answer)
        .select_from(deliveries.outerjoin(practices, own & (practices.c.user_id == user_id)))
        .where(deliveries.c.workspace_id == workspace_id, *conditions)
        .order_by(deliveries.c.on.desc(), deliveries.c.due_at.desc())
    )


class AnswerStore(SealedStore):
    """The practices of one workspace."""

    table = practices

    async def get(self, user_id: str, delivery_id: str) -> Practice | None:
        """This person's answer to this prompt, or None."""
        row = await self._first(_answer_to(self.workspace_id, user_id, delivery_id))
        return row and self._practice(fields_of(row))

    async def delivered(self, user_id: str, delivery_id: str, since: date) -> DeliveredPrompt | None:
        """This prompt with this person's answer, and what brought it back to them since a local date: a second delivery
        names the first. None if there is no such delivery.
        """
        rows = await self._all(_delivered(self.workspace_id, user_id, delivery_id, since))
        prompts = [self._delivered_prompt(row) for row in rows]
        first = next((prompt for prompt in prompts if prompt.delivery.id == delivery_id), None)
        back = tuple(prompt.delivery for prompt in prompts if prompt is not first)
        return first and replace(first, again=back)

    async def delivered_since(self, user_id: str, nudge: str, since: date) -> list[DeliveredPrompt]:
        """The deliveries that a nudge made for a person since a local date, in any status, with their answers; the
        newest first.
        """
        rows = await self._all(_delivered_since(self.workspace_id, user_id, nudge, since))
        return [self._delivered_prompt(row) for row in rows]

    def _delivered_prompt(self, row: Row[Any]) -> DeliveredPrompt:
        values = fields_of(row)
        answer = {name.removeprefix(ANSWER): values.pop(name) for name in list(values) if name.startswith(ANSWER)}
        values.pop("owner")
        practice = self._practice(answer) if answer["user_id"] is not None else None
        return DeliveredPrompt(Delivery(**values), practice)

    async def of(self, user_id: str, since: date = date.min) -> list[Practice]:
        """A person's answers from `since` on, the newest first."""
        statement = self._select(practices.c.user_id == user_id, practices.c.on >= since)
        rows = await self._all(statement.order_by(practices.c.on.desc(), practices.c.at.desc()))
        return [self._practice(fields_of(row)) for row in rows]

    async def practised(self, user_id: str, prompt_ids: Collection[str], since: date) -> int:
        """How often a person practised one of these prompts since a local date; no text is read."""
        done = (practices.c.prompt_id.in_(prompt_ids), practices.c.reply.in_(PRACTISED), practices.c.on >= since)
        theirs = self._mine(practices.c.user_id == user_id, *done)
        return int(await self._connection.scalar(select(func.count()).select_from(practices).where(theirs)) or 0)

    async def days(self, user_id: str, replies: Collection[PromptReply]) -> list[date]:
        """The local dates on which a person gave one of these replies; no text is opened."""
        row = await self._first(_days(self.workspace_id, user_id, replies))
        return dates_of(row and row.days)

    async def last_answers(self, user_ids: Collection[str]) -> dict[str, dict[str, LastAnswer]]:
        """For each person, by prompt id: when they last answered it, and whether they ever chose "not for me"."""
        by_person: dict[str, dict[str, LastAnswer]] = defaultdict(dict)
        for row in await self._all(_last_answers(self.workspace_id, user_ids)):
            by_person[row.user_id][row.prompt_id] = LastAnswer(row.last, bool(row.not_for_me))
        return by_person

    async def answered(self, user_ids: Collection[str], delivery_ids: Collection[str]) -> set[tuple[str, str]]:
        """Which of these people answered which of these prompts: pairs of a user id and a delivery id."""
        theirs = self._mine(practices.c.user_id.in_(user_ids), practices.c.delivery_id.in_(delivery_ids))
        rows = await self._all(select(practices.c.user_id, practices.c.delivery_id).where(theirs))
        return {(row.user_id, row.delivery_id) for row in rows}

    async def save(self, practice: Practice) -> None:
        """Write an answer, replacing the person's former one to that prompt."""
        await self._save(practice, "text", text_sealed=self._cipher.seal(practice.text))

    async def remove(self, user_id: str, delivery_id: str) -> None:
        """Take an answer back."""
        await self._connection.execute(
            self._delete(practices.c.user_id == user_id, practices.c.delivery_id == delivery_id)
        )

    async def replies_to(self, prompt_id: str, besides: str) -> dict[str, PromptReply]:
        """Each person's last reply to a prompt, in any delivery still known whose nudge is not `besides`."""
        same = (deliveries.c.workspace_id == practices.c.workspace_id) & (deliveries.c.id == practices.c.delivery_id)
        statement = select(practices.c.user_id, practices.c.reply).join(deliveries, same).order_by(practices.c.at)
        statement = statement.where(self._mine(practices.c.prompt_id == prompt_id, deliveries.c.nudge != besides))
        return {row.user_id: row.reply for row in await self._all(statement)}

    async def who(self, delivery_id: str, replies: Collection[PromptReply]) -> frozenset[str]:
        """The people who gave one of these replies to one delivered prompt; only for counting them."""
        practised = self._mine(practices.c.delivery_id == delivery_id, practices.c.reply.in_(replies))
        return frozenset((await self._connection.scalars(select(practices.c.user_id).where(practised))).all())

    def _practice(self, values: dict[str, Any]) -> Practice:
        kept = {name: value for name, value in values.items() if name not in {"workspace_id", "text_sealed"}}
        return Practice(**kept, text=self._cipher.read(values["text_sealed"]))
