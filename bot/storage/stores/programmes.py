"""Stores the programmes that people take and took."""

from collections.abc import Collection

from bot.domain.prompts.programmes import ProgrammeRun
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import programme_runs


class ProgrammeStore(Store):
    """The runs of one workspace."""

    table = programme_runs

    async def latest(self, user_id: str) -> ProgrammeRun | None:
        """The run that a person began last, over or not, or None."""
        return (await self.latest_of([user_id])).get(user_id)

    async def latest_of(self, user_ids: Collection[str]) -> dict[str, ProgrammeRun]:
        """The run that each person began last, over or not."""
        theirs = self._select(programme_runs.c.user_id.in_(user_ids))
        rows = await self._all(theirs.order_by(programme_runs.c.started_on, programme_runs.c.id))
        return {row.user_id: ProgrammeRun(**fields_of(row, "workspace_id")) for row in rows}

    async def save(self, run: ProgrammeRun) -> None:
        """Write a run."""
        await self._save(run)

    async def remove(self, run_id: str) -> None:
        """Delete a run that was stopped before it began."""
        await self._connection.execute(self._delete(programme_runs.c.id == run_id))
