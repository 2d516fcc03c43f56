"""Removes the plans of a workspace, everything of a workspace, everything of a person, and old texts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.batches import batches
from bot.storage.base.store import WorkspaceRows
from bot.storage.privacy.columns import LISTING, SET_UP_BY, THEIRS, lists, table_of
from bot.storage.tables import (
    coaching_moments,
    commitments,
    contributors,
    deliveries,
    disclosures,
    draft_answers,
    feedback_answers,
    feedback_rounds,
    metadata,
    own_answers,
    practices,
    reflections,
    removals,
    ridealongs,
    schedules,
    workspaces,
)

# Free texts, and the column that says when each was written. A text that is too old is emptied; counts stay.
TEXTS: Mapping[Table, tuple[str, Sequence[str]]] = {
    practices: ("at", ("text_sealed",)),
    own_answers: ("at", ("text_sealed",)),
    reflections: ("at", ("answers_sealed", "moment_sealed")),
    ridealongs: ("starts_at", ("customer_sealed", "signal_sealed", "skill_sealed")),
}
# Rows that mean nothing without their text are removed whole; so is the record of who was shown a text, after the same
# time.
WHOLE: Mapping[Table, str] = {coaching_moments: "at", commitments: "made_on", disclosures: "at"}


# Each of these statements is run on every table for everybody who is deleted, so it is built once per table.


@cache
def _theirs(table: Table) -> Delete:
    """The statement that deletes a person's own rows."""
    own = or_(*(table.c[name] == bindparam("person") for name in THEIRS[table]))
    return delete(table).where(table.c.workspace_id == bindparam("workspace"), own)


@cache
def _unnamed(column: Column[Any]) -> Update:
    """The statement that removes a person from a column that says who set something up."""
    table = table_of(column)
    named = and_(table.c.workspace_id == bindparam("workspace"), column == bindparam("person"))
    return update(table).where(named).values({column.name: ""})


async def about(
    connection: AsyncConnection, table: Table, workspace_id: str, ids: Collection[str]
) -> list[ColumnElement[bool]]:
    """Conditions that one word of a plan's or delivery's subject is one of `ids`; together they cover all of them.

    The subjects are compared here, each once. A database comparing each row with each id would take a minute.
    """
    there = select(table.c.subject).where(table.c.workspace_id == workspace_id).distinct()
    wanted = frozenset(ids)
    subjects = [subject for subject in await connection.scalars(there) if not wanted.isdisjoint(subject.split(" "))]
    return [table.c.subject.in_(some) for some in batches(subjects)]


class Erasure(WorkspaceRows):
    """Removes data of one workspace."""

    async def of_plans(self, reason: str) -> None:
        """Delete every plan and everything still to be removed from Slack, and withhold whatever waits to be sent, with
        `reason`.
        """
        for table in (schedules, removals):
            await self._connection.execute(delete(table).where(self._here(table)))
        waiting = self._here(deliveries, deliveries.c.status == DeliveryStatus.PENDING)
        await self._connection.execute(
            update(deliveries).where(waiting).values(status=DeliveryStatus.WITHHELD, reason=reason)
        )

    async def of_everything(self) -> dict[str, int]:
        """Remove every row of the workspace, including its own. Returns how many were removed, by table."""
        return {table.name: await self._gone(table, condition) for table, condition in self._all().items()}

    async def left(self) -> int:
        """How many tables still hold a row of the workspace."""
        statements = [select(exists().where(condition)) for condition in self._all().values()]
        return sum([bool(await self._connection.scalar(statement)) for statement in statements])

    async def of_person(self, user_id: str) -> dict[str, int]:
        """Remove everything of a person and about them. Returns how many rows were removed, by table."""
        rides = select(ridealongs.c.id).where(self._here(ridealongs, self._is(ridealongs, user_id)))
        written = self._here(reflections, reflections.c.ridealong_id.in_(rides))
        gone = {"reflections of the other": await self._gone(reflections, written)}
        rounds = select(feedback_rounds.c.id).where(self._here(feedback_rounds, feedback_rounds.c.leader_id == user_id))
        asked = self._here(feedback_answers, feedback_answers.c.round_id.in_(rounds))
        gone["answers about them"] = await self._gone(feedback_answers, asked)
        counts = self._here(contributors, contributors.c.kind == AggregateKind.VIEWS, contributors.c.scope.in_(rounds))
        gone["counted about them"] = await self._gone(contributors, counts)
        round_ids = list(await self._connection.scalars(rounds))
        ids = await self.subjects_of(user_id)
        begun = draft_answers.c.form.in_([f"feedback {round_id}" for round_id in round_ids])
        gone["answers begun about them"] = await self._gone(draft_answers, self._here(draft_answers, begun))
        for table in (schedules, deliveries):
            gone[f"{table.name} about them"] = await self._gone_about(table, ids)
        person = {"workspace": self.workspace_id, "person": user_id}
        for table in THEIRS:
            gone[table.name] = (await self._connection.execute(_theirs(table), person)).rowcount
        for _, names in LISTING:
            await self._take_out(names, user_id)
        for column in SET_UP_BY:
            await self._connection.execute(_unnamed(column), person)
        return {name: count for name, count in gone.items() if count}

    async def subjects_of(self, user_id: str) -> list[str]:
        """The ids that a delivery or plan about a person may name: their own, and those of their ride-alongs and their
        feedback rounds.
        """
        rides = select(ridealongs.c.id).where(self._here(ridealongs, self._is(ridealongs, user_id)))
        rounds = select(feedback_rounds.c.id).where(self._here(feedback_rounds, feedback_rounds.c.leader_id == user_id))
        return [user_id, *(await self._connection.scalars(rides)), *(await self._connection.scalars(rounds))]

    async def of_texts(self, before: datetime) -> int:
        """Empty free texts written before `before` (aware UTC). Returns how many rows were emptied or removed."""
        emptied = 0
        for table, written in WHOLE.items():
            moment = before.date() if written == "made_on" else before
            old = self._here(table, table.c[written] < moment)
            emptied += await self._gone(table, old)
        for table, (written, texts) in TEXTS.items():
            there = or_(*(table.c[text] != "" for text in texts))
            old = self._here(table, table.c[written] < before, there)
            result = await self._connection.execute(update(table).where(old).values(dict.fromkeys(texts, "")))
            emptied += result.rowcount
        return emptied

    def _all(self) -> dict[Table, ColumnElement[bool]]:
        conditions = {table: self._here(table) for table in metadata.sorted_tables if "workspace_id" in table.c}
        return conditions | {workspaces: workspaces.c.id == self.workspace_id}

    def _is(self, table: Table, user_id: str) -> ColumnElement[bool]:
        return or_(*(table.c[name] == user_id for name in THEIRS[table]))

    async def _gone_about(self, table: Table, ids: Sequence[str]) -> int:
        """Remove whatever is planned for others, or went to them, about any of these: one word of the subject is its
        id.
        """
        conditions = await about(self._connection, table, self.workspace_id, ids)
        return sum([await self._gone(table, self._here(table, named)) for named in conditions])

    async def _take_out(self, names: Column[Any], user_id: str) -> None:
        """Take a person out of a column that lists people."""
        table = table_of(names)
        listing = self._here(table, lists(names, user_id))
        for row in (await self._connection.execute(select(*table.primary_key, names).where(listing))).all():
            same = [column == value for column, value in zip(table.primary_key, row, strict=False)]
            left = tuple(other_id for other_id in row[-1] if other_id != user_id)
            await self._connection.execute(update(table).where(*same).values({names.name: left}))

    async def _gone(self, table: Table, condition: Any) -> int:
        return int((await self._connection.execute(delete(table).where(condition))).rowcount)
