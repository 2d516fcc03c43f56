"""Remembers which programme somebody takes, and which they took."""

from bot.domain.programmes import Run
from bot.storage.store import Store, fields_of
from bot.storage.tables import programme_runs


class Programmes(Store):
    """The runs of one workspace."""

    table = programme_runs

    async def latest(self, user_id: str) -> Run | None:
        """The run that a person began last, over or not, or None."""
        mine = self._select(programme_runs.c.user_id == user_id)
        row = await self._first(mine.order_by(programme_runs.c.started_on.desc(), programme_runs.c.id.desc()))
        return row and Run(**fields_of(row, "workspace_id"))

    async def save(self, run: Run) -> None:
        """Write a run."""
        await self._save(run)

    async def remove(self, run_id: str) -> None:
        """Forget a run that was stopped before it began."""
        await self._connection.execute(self._delete(programme_runs.c.id == run_id))
