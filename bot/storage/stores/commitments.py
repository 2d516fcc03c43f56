"""Stores commitments."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from bot.domain.checkins.commitments import Commitment, Outcome, checkin_source, ridealong_source, week_of_source
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import SealedStore, fields_of
from bot.storage.tables import commitments, people


@prebuilt
def _last_two(workspace_id: str, owner_ids: Collection[str], first: str, last: str) -> Select[Any]:
    """The last two of each owner whose sources are between two others: from the second last on, if there are two."""
    c, who, own = commitments.c, people.c, commitments.alias().c
    sources = select(own.source).where(own.workspace_id == who.workspace_id, own.owner_id == who.user_id)
    between = sources.where(own.source.between(first, last)).order_by(own.source.desc())
    since = func.coalesce(between.limit(1).offset(1).scalar_subquery(), first)
    theirs = (c.workspace_id == who.workspace_id) & (c.owner_id == who.user_id) & c.source.between(since, last)
    asked = (who.workspace_id == workspace_id, who.user_id.in_(owner_ids))
    return select(commitments).join_from(people, commitments, theirs).where(c.workspace_id == workspace_id, *asked)


@prebuilt
def _open(workspace_id: str, owner_ids: Collection[str]) -> Select[Any]:
    c = commitments.c
    still = c.outcome.is_(None) | (c.outcome == Outcome.NOT_YET)
    theirs = select(commitments).where(c.workspace_id == workspace_id, c.owner_id.in_(owner_ids), still)
    return theirs.order_by(c.made_on.desc())


@prebuilt
def _from_sources(workspace_id: str, owner_ids: Collection[str], sources: Collection[str]) -> Select[Any]:
    c = commitments.c
    return select(commitments).where(c.workspace_id == workspace_id, c.owner_id.in_(owner_ids), c.source.in_(sources))


@prebuilt
def _outcomes(workspace_id: str, owner_id: str, first: str, last: str) -> Select[Any]:
    c = commitments.c
    made = (c.workspace_id == workspace_id, c.owner_id == owner_id, c.source.between(first, last))
    return select(c.source, c.outcome).where(*made)


@prebuilt
def _open_after_calls(workspace_id: str, owner_ids: Collection[str], most: int) -> Select[Any]:
    c = commitments.c
    still = c.outcome.is_(None) | (c.outcome == Outcome.NOT_YET)
    after_call = c.source.startswith(ridealong_source(""), autoescape=True)
    rank = func.row_number().over(partition_by=c.owner_id, order_by=(c.made_on.desc(), c.id.desc()))
    made = (c.workspace_id == workspace_id, c.owner_id.in_(owner_ids), still, after_call)
    ranked = select(commitments, rank.label("rank")).where(*made).subquery()
    columns = [ranked.c[name] for name in c.keys()]  # noqa: SIM118 - columns, not a dict
    return select(*columns).where(ranked.c.rank <= most).order_by(ranked.c.made_on.desc(), ranked.c.id.desc())


class CommitmentStore(SealedStore):
    """The commitments of one workspace."""

    table = commitments

    async def get(self, commitment_id: str) -> Commitment | None:
        """The commitment, or None."""
        return await self._one(commitments.c.id == commitment_id)

    async def from_source(self, source: str, owner_id: str) -> Commitment | None:
        """The commitment that its owner made in one check-in or after one ride-along, or None."""
        return await self._one(commitments.c.source == source, commitments.c.owner_id == owner_id)

    async def of(self, owner_id: str) -> list[Commitment]:
        """All commitments of a person, the newest first."""
        return (await self.of_each([owner_id]))[owner_id]

    async def of_each(self, owner_ids: Collection[str]) -> dict[str, list[Commitment]]:
        """All commitments of each person, the newest first."""
        by_owner: dict[str, list[Commitment]] = defaultdict(list)
        statement = self._select(commitments.c.owner_id.in_(owner_ids)).order_by(commitments.c.made_on.desc())
        for row in await self._all(statement):
            by_owner[row.owner_id].append(self._commitment(row))
        return by_owner

    async def outcomes(self, owner_id: str, first: date, last: date = date.max) -> dict[date, Outcome | None]:
        """The outcomes of the plans that a person made in the check-ins for the weeks from Monday `first` to Monday
        `last`, by Monday; no text is read.
        """
        rows = await self._all(_outcomes(self.workspace_id, owner_id, checkin_source(first), checkin_source(last)))
        return {week: outcome for source, outcome in map(tuple, rows) if (week := week_of_source(source))}

    async def of_checkins(self, owner_ids: Collection[str], week: date) -> dict[str, list[Commitment]]:
        """The plan that each person made in the check-in for the week of Monday `week`, and the newest before it.

        The source of a plan ends in the date of its week, so that it sorts as the weeks do.
        """
        by_owner = defaultdict[str, list[Commitment]](list)
        first, last = checkin_source(date.min), checkin_source(week)
        for row in await self._all(_last_two(self.workspace_id, owner_ids, first, last)):
            by_owner[row.owner_id].append(self._commitment(row))
        return by_owner

    async def open_of(self, owner_ids: Collection[str]) -> dict[str, list[Commitment]]:
        """The commitments of each person that their owner still means to keep, the newest first."""
        by_owner = defaultdict[str, list[Commitment]](list)
        for row in await self._all(_open(self.workspace_id, owner_ids)):
            by_owner[row.owner_id].append(self._commitment(row))
        return by_owner

    async def open_after_calls(self, owner_ids: Collection[str], most: int) -> list[Commitment]:
        """The commitments that each person made after ride-alongs and still means to keep, at most so many for each,
        the newest first.
        """
        rows = await self._all(_open_after_calls(self.workspace_id, owner_ids, most)) if owner_ids else ()
        return [self._commitment(row) for row in rows]

    async def from_sources(
        self, sources: Collection[str], owner_ids: Collection[str], *, is_opened: bool = True
    ) -> dict[str, Commitment]:
        """What these people committed to in these check-ins or after these ride-alongs, by source; texts are empty if
        not opened.
        """
        rows = await self._all(_from_sources(self.workspace_id, owner_ids, sources))
        return {row.source: self._commitment(row) if is_opened else _unopened(row) for row in rows}

    async def some(self, commitment_ids: Collection[str]) -> dict[str, Commitment]:
        """The commitments with these ids that exist, by id."""
        rows = await self._all(self._select(commitments.c.id.in_(commitment_ids))) if commitment_ids else ()
        return {row.id: self._commitment(row) for row in rows}

    async def save(self, commitment: Commitment) -> None:
        """Write a commitment."""
        sealed = {"cue_sealed": self._cipher.seal(commitment.cue), "step_sealed": self._cipher.seal(commitment.step)}
        await self._save(commitment, "cue", "step", **sealed)

    async def remove(self, commitment_id: str) -> None:
        """Delete a commitment that its owner emptied."""
        await self._connection.execute(self._delete(commitments.c.id == commitment_id))

    async def _one(self, *conditions: ColumnElement[bool]) -> Commitment | None:
        row = await self._first(self._select(*conditions))
        return row and self._commitment(row)

    def _commitment(self, row: Row[Any]) -> Commitment:
        values = fields_of(row, "workspace_id", "cue_sealed", "step_sealed")
        return Commitment(**values, cue=self._cipher.read(row.cue_sealed), step=self._cipher.read(row.step_sealed))


def _unopened(row: Row[Any]) -> Commitment:
    return Commitment(**fields_of(row, "workspace_id", "cue_sealed", "step_sealed"), cue="", step="")
