"""Stores check-ins: one for each person and week."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from bot.domain.checkins.checkins import CheckIn
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import checkins


class CheckInStore(Store):
    """The check-ins of one workspace."""

    table = checkins

    async def get(self, user_id: str, week: date) -> CheckIn | None:
        """The check-in of that person for the week that began on Monday `week`, or None."""
        row = await self._first(self._select(checkins.c.user_id == user_id, checkins.c.week == week))
        return row and CheckIn(**fields_of(row, "workspace_id"))

    async def of(self, user_id: str) -> list[CheckIn]:
        """All check-ins of a person, the newest first."""
        return (await self.of_each([user_id]))[user_id]

    async def of_each(self, user_ids: Collection[str]) -> dict[str, list[CheckIn]]:
        """All check-ins of each person, the newest first."""
        by_person: dict[str, list[CheckIn]] = defaultdict(list)
        for row in await self._all(self._select(checkins.c.user_id.in_(user_ids)).order_by(checkins.c.week.desc())):
            by_person[row.user_id].append(CheckIn(**fields_of(row, "workspace_id")))
        return by_person

    async def since(self, user_ids: Collection[str], week: date) -> list[CheckIn]:
        """The check-ins of these people from the week of Monday `week` on, the earliest week first."""
        statement = self._select(checkins.c.user_id.in_(user_ids), checkins.c.week >= week).order_by(checkins.c.week)
        return [CheckIn(**fields_of(row, "workspace_id")) for row in await self._all(statement)]

    async def in_week(self, week: date, user_ids: Collection[str] | None = None) -> list[CheckIn]:
        """The check-ins for one week about leading salespeople: of everyone, or of `user_ids`."""
        conditions = [checkins.c.week == week, checkins.c.about_leaders.is_(False)]
        if user_ids is not None:
            conditions.append(checkins.c.user_id.in_(user_ids))
        return [CheckIn(**fields_of(row, "workspace_id")) for row in await self._all(self._select(*conditions))]

    async def weeks_answered(self, first: date, last: date, fewest: int) -> list[date]:
        """The weeks from Monday `first` to Monday `last` that at least so many people answered about leading
        salespeople.
        """
        those = self._mine(checkins.c.week.between(first, last), checkins.c.about_leaders.is_(False))
        statement = select(checkins.c.week).where(those).group_by(checkins.c.week).having(func.count() >= fewest)
        return [row.week for row in await self._all(statement.order_by(checkins.c.week))]

    async def save(self, checkin: CheckIn) -> None:
        """Write a check-in; the former one of that week is replaced."""
        await self._save(checkin)
