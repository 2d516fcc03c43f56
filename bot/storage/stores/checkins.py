"""Stores check-ins: one for each person and week."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from bot.domain.checkins.checkins import CheckIn, PastCheckIns
from bot.domain.checkins.insight_facts import AnsweredWeek
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import Store, fields_of
from bot.storage.base.together import dates_of, together
from bot.storage.tables import checkins


@prebuilt
def _in_week(workspace_id: str, user_id: str, week: date) -> Select[Any]:
    c = checkins.c
    return select(checkins).where(c.workspace_id == workspace_id, c.user_id == user_id, c.week == week)


@prebuilt
def _since(workspace_id: str, user_ids: Collection[str], week: date) -> Select[Any]:
    c = checkins.c
    theirs = select(checkins).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids), c.week >= week)
    return theirs.order_by(c.week)


@prebuilt
def _about_team(workspace_id: str, user_id: str, week: date) -> Select[Any]:
    c = checkins.c
    theirs = (c.workspace_id == workspace_id, c.user_id == user_id, c.week >= week, c.about_leaders.is_(False))
    columns = (c.week, c.answer, c.pulled, c.takeovers, cast(c.developed, String))
    return select(*columns).where(*theirs).order_by(c.week)


@prebuilt
def _all_weeks(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    return _weeks(workspace_id, user_ids)


@prebuilt
def _past(workspace_id: str, user_ids: Collection[str], since: date) -> Select[Any]:
    c, weeks = checkins.c, _weeks(workspace_id, user_ids).subquery()
    theirs = (c.workspace_id == workspace_id) & (c.user_id == weeks.c.owner) & (c.week >= since)
    return select(weeks, checkins).join_from(weeks, checkins, theirs, isouter=True).order_by(c.week)


def _weeks(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    c = checkins.c
    theirs = (c.workspace_id == workspace_id) & c.user_id.in_(user_ids)
    return select(c.user_id.label("owner"), together(c.week).label("weeks")).where(theirs).group_by(c.user_id)


@prebuilt
def _developed(workspace_id: str, user_id: str) -> Select[Any]:
    """The week of each check-in of a person and whom they developed in it, a line each."""
    c = checkins.c
    told = cast(c.week, String) + " " + cast(c.developed, String)
    lines = func.aggregate_strings(told, "\n").label("lines")
    return select(lines).where(c.workspace_id == workspace_id, c.user_id == user_id)


@prebuilt
def _weeks_answered(workspace_id: str, first: date, last: date, fewest: int) -> Select[Any]:
    c = checkins.c
    those = (c.workspace_id == workspace_id, c.week.between(first, last), c.about_leaders.is_(False))
    return select(c.week).where(*those).group_by(c.week).having(func.count() >= fewest).order_by(c.week)


class CheckInStore(Store):
    """The check-ins of one workspace."""

    table = checkins

    async def get(self, user_id: str, week: date) -> CheckIn | None:
        """The check-in of that person for the week that began on Monday `week`, or None."""
        row = await self._first(_in_week(self.workspace_id, user_id, week))
        return row and CheckIn(**fields_of(row, "workspace_id"))

    async def past(self, user_ids: Collection[str], since: date) -> dict[str, PastCheckIns]:
        """The weeks that each of these people answered, and the full check-ins from Monday `since` on, in one
        statement.
        """
        latest: dict[str, list[CheckIn]] = defaultdict(list)
        weeks: dict[str, str] = {}
        for row in await self._all(_past(self.workspace_id, user_ids, since)):
            weeks[row.owner] = row.weeks
            if row.week is not None:
                latest[row.owner].append(CheckIn(**fields_of(row, "workspace_id", "owner", "weeks")))
        return {
            user_id: PastCheckIns(frozenset(dates_of(weeks.get(user_id))), tuple(latest[user_id]))
            for user_id in user_ids
        }

    async def weeks(self, user_id: str) -> frozenset[date]:
        """The Mondays of the weeks that a person answered."""
        row = await self._first(_all_weeks(self.workspace_id, [user_id]))
        return frozenset(dates_of(row and row.weeks))

    async def named_by(self, user_id: str, others: Collection[str], since: date) -> dict[str, list[date]]:
        """The weeks in whose check-ins somebody says that they developed each of these `others`, the newest first:
        those from Monday `since` on, or else the newest before it.
        """
        row = await self._first(_developed(self.workspace_id, user_id))
        lines = sorted(((row and row.lines) or "").splitlines(), reverse=True)
        return {other_id: _weeks_naming(json.dumps(other_id), lines, since.isoformat()) for other_id in others}

    async def since(self, user_ids: Collection[str], week: date) -> list[CheckIn]:
        """The check-ins of these people from the week of Monday `week` on, the earliest week first."""
        rows = await self._all(_since(self.workspace_id, user_ids, week))
        return [CheckIn(**fields_of(row, "workspace_id")) for row in rows]

    async def about_team(self, user_id: str, week: date) -> list[AnsweredWeek]:
        """What insights need from a person's check-ins about leading salespeople, from the week of Monday `week` on,
        the earliest first.
        """
        rows = [tuple(row) for row in await self._all(_about_team(self.workspace_id, user_id, week))]
        # Read as one text: parsing each row's took as long as the rest of the row.
        named = json.loads(f"[{','.join(row[-1] for row in rows)}]")
        return [
            AnsweredWeek(monday, answer, tuple(people), pulled=pulled, takeovers=takeovers)
            for (monday, answer, pulled, takeovers, _), people in zip(rows, named, strict=True)
        ]

    async def in_week(self, week: date, user_ids: Collection[str] | None = None) -> list[CheckIn]:
        """The check-ins for one week about leading salespeople: of everyone, or of `user_ids`."""
        conditions = [checkins.c.week == week, checkins.c.about_leaders.is_(False)]
        if user_ids is not None:
            conditions.append(checkins.c.user_id.in_(user_ids))
        return [CheckIn(**fields_of(row, "workspace_id")) for row in await self._all(self._select(*conditions))]

    async def weeks_answered(self, first: date, last: date, fewest: int) -> list[date]:
        """The weeks from Monday `first` to Monday `last` in which at least so many people answered about leading
        salespeople.
        """
        rows = await self._all(_weeks_answered(self.workspace_id, first, last, fewest))
        return [row.week for row in rows]

    async def save(self, checkin: CheckIn) -> None:
        """Write a check-in, replacing the former one of that week."""
        await self._save(checkin)


def _weeks_naming(name: str, lines: Sequence[str], since: str) -> list[date]:
    """The weeks of the lines that contain `name`; each line begins with its week, the newest first."""
    weeks: list[date] = []
    for line in lines:
        if weeks and line < since:
            break
        if name in line:
            weeks.append(date.fromisoformat(line.partition(" ")[0]))
    return weeks
