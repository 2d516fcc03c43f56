"""Stores what leaders say about single weeks: a pressure week, or none although a quarter ends."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from bot.storage.base.rows import upsert
from bot.storage.base.store import Store
from bot.storage.tables import pressure_weeks


class PressureWeekStore(Store):
    """The marked weeks of one workspace."""

    table = pressure_weeks

    async def of_each(self, user_ids: Collection[str]) -> dict[str, dict[date, bool]]:
        """Each leader's marks, by the Mondays of their weeks: True for a pressure week."""
        by_person: dict[str, dict[date, bool]] = defaultdict(dict)
        for row in await self._all(self._select(pressure_weeks.c.user_id.in_(user_ids))):
            by_person[row.user_id][row.week] = row.is_pressure
        return by_person

    async def mark(self, user_id: str, week: date, is_pressure: bool) -> None:
        """Write a mark; an earlier one of that week is replaced."""
        values = {"workspace_id": self.workspace_id, "user_id": user_id, "week": week, "is_pressure": is_pressure}
        await upsert(self._connection, pressure_weeks, values)
