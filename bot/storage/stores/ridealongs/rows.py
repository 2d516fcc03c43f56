"""Shared by the stores of ride-alongs: how a row becomes a ride-along, and how one person's are found."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row

from bot.domain.ridealongs.ridealongs import RideAlong
from bot.domain.ridealongs.terms import Contract
from bot.domain.time.localtime import WallTime
from bot.storage.base.store import SealedStore, fields_of
from bot.storage.tables import ridealongs

TEXTS = ("customer", "signal", "skill")
_CONTRACT = ("call_type", "opens", "price", "signal", "skill")


class RideRows(SealedStore):
    """Reads the ride-alongs of one workspace."""

    table = ridealongs

    async def _several(self, *conditions: ColumnElement[bool], opened: Collection[str] = TEXTS) -> list[RideAlong]:
        rows = await self._all(self._select(*conditions).order_by(ridealongs.c.starts_at))
        return [self._ridealong(row, opened) for row in rows]

    def _ridealong(self, row: Row[Any], opened: Collection[str] = TEXTS) -> RideAlong:
        """The ride-along of a row; of its texts only those in `opened`, the others are empty."""
        values = fields_of(row)
        for name in TEXTS:
            sealed = values.pop(f"{name}_sealed")
            values[name] = self._cipher.read(sealed) if name in opened else ""
        for beside in ("total", "other_left", "planned_on"):  # extra columns of a page, and one that nobody needs
            values.pop(beside, None)
        contract = Contract(**{name: values.pop(name) for name in _CONTRACT})
        wall = wall_of(values.pop("wall_at"), values.pop("wall_zone"))
        if wall is not None:  # when a zone's rules change, the wall time stays
            values["starts_at"] = wall.kept(row.starts_at)
        return RideAlong(**values | {"contract": contract, "wall": wall, "confirmed_by": frozenset(row.confirmed_by)})


def wall_of(at: datetime | None, zone: str | None) -> WallTime | None:
    """The agreed time on the wall clock of its zone; None for a row written before it was stored."""
    return None if at is None or zone is None else WallTime(at, zone)
