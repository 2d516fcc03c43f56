"""The beat of the sending processes, in one row, which reveals a database that has lost commits.

A restored backup, a standby promoted before it had everything, or a file whose last writes never reached the disk does
not know everything that was sent. Its row is then older than a process has seen it, or older than it should be, or
PostgreSQL is on another timeline, which begins with each promotion and each recovery to a point in time
(https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES).
"""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, bindparam, case, cast, func, literal, or_, select, true, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.rows import across_workspaces, upsert
from bot.storage.outbox.leases import is_held
from bot.storage.tables import deliveries, engine_pulse, schedules

ROW = 1
# Eight hexadecimal digits. With `fsync` off, a restart of the server may lose commits, as a promotion may.
_TIMELINE: Any = case(
    (
        func.current_setting("fsync") == "off",
        func.substr(func.md5(cast(func.pg_postmaster_start_time(), Text)), 1, 8),
    ),
    else_=func.substr(func.pg_walfile_name(func.pg_current_wal_lsn()), 1, 8),
)

_SETTING: Any = func.current_setting("synchronous_commit")
_COMMIT_SURELY: Any = func.set_config("synchronous_commit", case((_SETTING == "off", "on"), else_=_SETTING), True)


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last beat. `number` grows with every beat. `beat_at`: when it was, by its machine's clock. `timeline`: the
    one on which it was written; `now_on`: the one that the database is on now; "" if it has none. `ask_until`:
    deliveries due until then may have been sent in commits that are lost (by the product's clock). Times are aware UTC.
    `is_leased`: whether the worker that read it holds the lease of the workspace that it asked about.
    """

    number: int
    beat_at: datetime
    timeline: str
    now_on: str
    ask_until: datetime | None
    _: KW_ONLY
    is_leased: bool = True


class PulseStore:
    """Reads and writes the beat on one open transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self, *, with_timeline: bool, lease: tuple[str, str] | None = None) -> Pulse | None:
        """The row, or None if nobody ever sent from this database. `lease`: a workspace and the worker that should hold
        its lease; checked in the same statement, since every claim needs both.

        On PostgreSQL, the commit of this transaction will then survive a crash, even with `synchronous_commit` off: a
        lost claim would be posted twice, while a lost result is looked up in Slack.
        """
        asked = _asked(self._connection.dialect.name == "postgresql", with_timeline, lease is not None)
        given = dict(zip(("workspace", "worker"), lease or (), strict=False))
        result = await self._connection.execute(asked, given)
        row = result.one_or_none()
        if row is None:
            return None
        return Pulse(row.number, row.beat_at, row.timeline, row.now_on, row.ask_until, is_leased=row.is_leased)

    async def is_new(self) -> bool:
        """Whether this database has never held a plan or a delivery, so that nothing can have been sent from it."""
        any_of_each = (across_workspaces(select(deliveries.c.id)), select(schedules.c.recipient))
        rows = [await self._connection.scalar(any_row.limit(1)) for any_row in any_of_each]
        return rows == [None, None]

    async def has_timeline(self) -> bool:
        """Whether this database tells its timeline. SQLite does not, and is not asked; nor do all databases that speak
        PostgreSQL's protocol.
        """
        if self._connection.dialect.name == "sqlite":
            return False
        try:
            async with self._connection.begin_nested():
                return bool(await self.timeline())
        except DBAPIError:
            return False

    async def timeline(self) -> str:
        """The timeline that the database is on."""
        return str(await self._connection.scalar(select(_TIMELINE)))

    async def write(self, beat: Pulse) -> None:
        """Write this beat, on the timeline that the database is on now. A process that stalled since it read the row
        takes back nothing that another wrote meanwhile.
        """
        values = {"id": ROW, "number": beat.number, "beat_at": beat.beat_at, "timeline": beat.now_on}
        newest = ("number", "ask_until")
        await upsert(self._connection, engine_pulse, values | {"ask_until": beat.ask_until}, newest)

    async def count(self, number: int) -> None:
        """Give the row a higher number, in the same commit as the claim."""
        await self._connection.execute(update(engine_pulse).values(number=number))

    async def ask_first(self, workspace_id: str, until: datetime) -> int:
        """Put pending deliveries of a workspace in doubt if they were due before `until` and have not been looked up in
        Slack since. Returns how many.
        """
        asked = deliveries.c.looked_up_at
        unknown = (
            deliveries.c.status == DeliveryStatus.PENDING,
            deliveries.c.workspace_id == workspace_id,
            deliveries.c.due_at < until,
            or_(asked.is_(None), asked < until),
        )
        doubted = update(deliveries).where(*unknown)
        changes = {"status": DeliveryStatus.IN_DOUBT, "attempts": deliveries.c.attempts + 1}
        return int((await self._connection.execute(doubted.values(changes))).rowcount)


@cache
def _asked(on_postgres: bool, with_timeline: bool, leased: bool) -> Select[Any]:
    """The statement for the row, built once: every claim runs it."""
    now_on: Any = _TIMELINE if with_timeline else literal("")
    held: Any = is_held(bindparam("workspace"), bindparam("worker"))
    columns = [engine_pulse, now_on.label("now_on"), (held if leased else true()).label("is_leased")]
    return select(*columns, *([_COMMIT_SURELY] if on_postgres else []))
