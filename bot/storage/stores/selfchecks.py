"""Stores self-checks, and the answers tapped in forms that are not submitted yet."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, select

from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.domain.selfchecks.skills import SkillCheck
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import upsert
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import draft_answers, selfchecks, skillchecks


@prebuilt
def _selfchecks(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = selfchecks.c
    theirs = select(selfchecks).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))
    return theirs.order_by(c.on.desc(), c.at.desc())


@prebuilt
def _answers(workspace_id: str, user_id: str, last: date) -> Select[Any]:
    c = selfchecks.c
    theirs = (c.workspace_id == workspace_id, c.user_id == user_id, c.on <= last)
    return select(c.on, cast(c.answers, String)).where(*theirs).order_by(c.on.desc(), c.at.desc())


@prebuilt
def _skillchecks(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = skillchecks.c
    theirs = select(skillchecks).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))
    return theirs.order_by(c.week.desc(), c.at.desc())


@prebuilt
def _drafts(workspace_id: str, user_id: str, form: str) -> Select[Any]:
    c = draft_answers.c
    return select(draft_answers).where(c.workspace_id == workspace_id, c.user_id == user_id, c.form == form)


class SelfCheckStore(Store):
    """The self-checks of one workspace."""

    table = selfchecks

    async def get(self, selfcheck_id: str) -> SelfCheck | None:
        """The self-check, or None."""
        row = await self._first(self._select(selfchecks.c.id == selfcheck_id))
        return row and SelfCheck(**fields_of(row, "workspace_id"))

    async def of(self, user_id: str) -> list[SelfCheck]:
        """All self-checks of a person, the newest first."""
        return (await self.of_all([user_id]))[user_id]

    async def of_all(self, user_ids: Collection[str]) -> dict[str, list[SelfCheck]]:
        """All self-checks of each person, the newest first."""
        by_person: dict[str, list[SelfCheck]] = defaultdict(list)
        for row in await self._all(_selfchecks(self.workspace_id, user_ids)):
            by_person[row.user_id].append(SelfCheck(**fields_of(row, "workspace_id")))
        return by_person

    async def answers(self, user_id: str, last: date) -> Iterator[tuple[date, Mapping[str, int]]]:
        """What a person answered in each self-check up to the local date `last`, with its date, the newest first; the
        answers are parsed only as far as somebody reads on.
        """
        rows = await self._all(_answers(self.workspace_id, user_id, last))
        return ((on, json.loads(answers)) for on, answers in map(tuple, rows))

    async def save(self, check: SelfCheck) -> None:
        """Write a self-check, replacing it if it is submitted again."""
        await self._save(check, answers=dict(check.answers))


class SkillCheckStore(Store):
    """The skill checks of one workspace."""

    table = skillchecks

    async def get(self, skillcheck_id: str) -> SkillCheck | None:
        """The skill check, or None."""
        row = await self._first(self._select(skillchecks.c.id == skillcheck_id))
        return row and SkillCheck(**fields_of(row, "workspace_id"))

    async def of_each(self, user_ids: Collection[str]) -> dict[str, list[SkillCheck]]:
        """All skill checks of each person, the newest first."""
        by_person: dict[str, list[SkillCheck]] = defaultdict(list)
        for row in await self._all(_skillchecks(self.workspace_id, user_ids)):
            by_person[row.user_id].append(SkillCheck(**fields_of(row, "workspace_id")))
        return by_person

    async def save(self, check: SkillCheck) -> None:
        """Write a skill check, replacing it if it is submitted again."""
        await self._save(check, answers=dict(check.answers))


class DraftStore(Store):
    """The unfinished forms of one workspace: one row for each answer, so that quick taps lose none."""

    table = draft_answers

    async def of(self, user_id: str, form: str) -> dict[str, str]:
        """A person's answers in a form: keys of choices by the id of the statement."""
        rows = await self._all(_drafts(self.workspace_id, user_id, form))
        return {row.item_id: row.choice for row in rows}

    async def put(self, user_id: str, form: str, item_id: str, choice: str, at: datetime) -> None:
        """Write one answer of the aware instant `at`, replacing an earlier one to the same statement."""
        keys = {"workspace_id": self.workspace_id, "user_id": user_id, "form": form, "item_id": item_id}
        await upsert(self._connection, draft_answers, keys | {"choice": choice, "at": at})

    async def forget(self, user_id: str, form: str) -> None:
        """Delete a person's answers in a form."""
        mine = (draft_answers.c.user_id == user_id, draft_answers.c.form == form)
        await self._connection.execute(self._delete(*mine))
