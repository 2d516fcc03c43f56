"""Stores an organisation's own prompts and questions, and the answers to these questions."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, get_args

from sqlalchemy import Row, Select, func, select

from bot.domain.prompts.custom_content import ContentKind, CustomEntry, CustomWords, QuestionAnswer
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import upsert
from bot.storage.base.store import SealedStore, fields_of
from bot.storage.tables import own_answers, own_content
from content.models import Audience, Occasion

C = own_content.c


@prebuilt
def _of_kind(workspace_id: str, kind: ContentKind) -> Select[Any]:
    return select(own_content).where(C.workspace_id == workspace_id, C.kind == kind).order_by(C.id)


@prebuilt
def _in_use(workspace_id: str, kind: ContentKind) -> Select[Any]:
    here = (C.workspace_id == workspace_id, C.kind == kind, C.retired_at.is_(None))
    return select(own_content).where(*here).order_by(C.id)


class CustomContentStore(SealedStore):
    """The own content of one workspace, including retired entries."""

    table = own_content

    async def get(self, entry_id: str) -> CustomEntry | None:
        """The entry, or None."""
        return (await self.some([entry_id])).get(entry_id)

    async def some(self, entry_ids: Collection[str]) -> dict[str, CustomEntry]:
        """The entries with these ids that exist, by id."""
        rows = await self._all(self._select(C.id.in_(entry_ids)))
        return {row.id: self._entry(row) for row in rows}

    async def of(self, team_of: str) -> list[CustomEntry]:
        """A whole list, the newest first: a leader's, or with "" the organisation's."""
        rows = await self._all(self._select(C.team_of == team_of).order_by(C.made_at.desc(), C.id))
        return [self._entry(row) for row in rows]

    async def in_use(self, kind: ContentKind) -> list[CustomEntry]:
        """Everybody's entries of a kind that are not retired, in order of id."""
        rows = await self._all(_in_use(self.workspace_id, kind))
        return [self._entry(row) for row in rows]

    async def questions(self) -> list[CustomEntry]:
        """Every question there ever was, since answers stay readable."""
        rows = await self._all(_of_kind(self.workspace_id, ContentKind.QUESTION))
        return [self._entry(row) for row in rows]

    async def count(self, team_of: str) -> tuple[int, int]:
        """How many entries of a list are not retired, and how many there are in all."""
        in_use = func.count().filter(C.retired_at.is_(None)).label("in_use")
        counted = select(in_use, func.count().label("kept")).where(self._mine(C.team_of == team_of))
        row = (await self._connection.execute(counted)).all()[0]
        return row.in_use, row.kept

    async def save(self, entry: CustomEntry) -> None:
        """Write an entry, replacing the former one with its id."""
        await self.save_all([entry])

    async def save_all(self, entries: Collection[CustomEntry]) -> None:
        """Write several entries."""
        if entries:
            await upsert(self._connection, own_content, [self._values(entry) for entry in entries])

    def _values(self, entry: CustomEntry) -> dict[str, Any]:
        words, seal = entry.words, self._cipher.seal
        return {
            "workspace_id": self.workspace_id, "id": entry.id, "author_id": entry.author_id, "team_of": entry.team_of,
            "kind": words.kind, "audience": words.audience, "theme": words.theme, "minutes": words.minutes,
            "occasion": words.occasion, "first": words.first, "last": words.last, "text_sealed": seal(words.text),
            "why_sealed": seal(words.why),
            "choices_sealed": seal(json.dumps(words.choices)) if words.choices else "",
            "made_at": entry.made_at, "retired_at": entry.retired_at,
        }  # fmt: skip

    def _entry(self, row: Row[Any]) -> CustomEntry:
        read = self._cipher.read
        words = CustomWords(
            row.kind, read(row.text_sealed), read(row.why_sealed), _audience(row.audience), row.theme,
            minutes=row.minutes, occasion=_occasion(row.occasion), first=row.first, last=row.last,
            choices=_choices(read(row.choices_sealed)),
        )  # fmt: skip
        return CustomEntry(row.id, row.author_id, row.team_of, words, row.made_at, row.retired_at)


def _choices(text: str) -> tuple[str, ...]:
    """The choices of a question; none if the key that they were sealed with is lost."""
    return tuple(json.loads(text)) if text.startswith("[") else ()


def _audience(text: str) -> Audience:
    known: tuple[Audience, ...] = get_args(Audience)
    return next(audience for audience in known if audience == text)


def _occasion(text: str | None) -> Occasion | None:
    known: tuple[Occasion, ...] = get_args(Occasion)
    return next((occasion for occasion in known if occasion == text), None)


class CustomAnswerStore(SealedStore):
    """The answers to an organisation's own questions, in one workspace."""

    table = own_answers

    async def of_each(self, user_ids: Collection[str], weeks: Collection[date]) -> dict[str, list[QuestionAnswer]]:
        """Everybody's answers in these weeks, by person."""
        a, by_person = own_answers.c, defaultdict(list)
        for row in await self._all(self._select(a.user_id.in_(user_ids), a.week.in_(weeks))):
            by_person[row.user_id].append(self._answer(row))
        return by_person

    async def choices_of(self, question_id: str) -> dict[str, str]:
        """What each person last chose, "" if they answered in words; only for counting them."""
        a = own_answers.c
        statement = select(a.user_id, a.choice_sealed).where(self._mine(a.question_id == question_id)).order_by(a.at)
        return {row.user_id: self._cipher.read(row.choice_sealed) for row in await self._all(statement)}

    async def save(self, answer: QuestionAnswer) -> None:
        """Write an answer, replacing the former one of that week."""
        sealed = {"choice_sealed": self._cipher.seal(answer.choice), "text_sealed": self._cipher.seal(answer.text)}
        await self._save(answer, "choice", "text", **sealed)

    async def remove(self, user_id: str, question_id: str, week: date) -> None:
        """Take an answer back."""
        a = own_answers.c
        await self._connection.execute(self._delete(a.user_id == user_id, a.question_id == question_id, a.week == week))

    def _answer(self, row: Row[Any]) -> QuestionAnswer:
        fields = fields_of(row, "workspace_id", "choice_sealed", "text_sealed")
        return QuestionAnswer(
            **fields, choice=self._cipher.read(row.choice_sealed), text=self._cipher.read(row.text_sealed)
        )
