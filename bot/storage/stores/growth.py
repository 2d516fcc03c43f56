"""Stores which weeks leaders marked as pressure weeks or not, and the programmes that people take and took."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from bot.domain.prompts.programmes import ProgrammeRun
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import upsert
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import pressure_weeks, programme_runs


@prebuilt
def _marks(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = pressure_weeks.c
    return select(pressure_weeks).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))


@prebuilt
def _runs(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = programme_runs.c
    theirs = select(programme_runs).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids))
    return theirs.order_by(c.started_on, c.ended_on.is_(None), c.id)  # of two begun on one day, the running one is last


class PressureWeekStore(Store):
    """The marked weeks of one workspace."""

    table = pressure_weeks

    async def of_each(self, user_ids: Collection[str]) -> dict[str, dict[date, bool]]:
        """Each leader's marks, by the Mondays of their weeks: True for a pressure week."""
        by_person: dict[str, dict[date, bool]] = defaultdict(dict)
        for row in await self._all(_marks(self.workspace_id, user_ids)):
            by_person[row.user_id][row.week] = row.is_pressure
        return by_person

    async def mark(self, user_id: str, week: date, is_pressure: bool) -> None:
        """Write a mark, replacing an earlier one of that week."""
        values = {"workspace_id": self.workspace_id, "user_id": user_id, "week": week, "is_pressure": is_pressure}
        await upsert(self._connection, pressure_weeks, values)


class ProgrammeStore(Store):
    """The runs of programmes in one workspace."""

    table = programme_runs

    async def latest(self, user_id: str) -> ProgrammeRun | None:
        """The run that a person began last, whether it has ended or not, or None."""
        return (await self.latest_of([user_id])).get(user_id)

    async def latest_of(self, user_ids: Collection[str]) -> dict[str, ProgrammeRun]:
        """The run that each person began last, whether it has ended or not."""
        rows = await self._all(_runs(self.workspace_id, user_ids))
        return {row.user_id: ProgrammeRun(**fields_of(row, "workspace_id")) for row in rows}

    async def save(self, run: ProgrammeRun) -> None:
        """Write a run."""
        await self._save(run)

    async def remove(self, run_id: str) -> None:
        """Delete a run that was stopped before it began."""
        await self._connection.execute(self._delete(programme_runs.c.id == run_id))
