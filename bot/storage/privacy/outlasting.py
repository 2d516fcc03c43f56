"""What a restore must not undo: somebody was promised it, or somebody remembers it, whatever the copy knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.domain.people.safeguards import OUTLAST_WORKSPACE
from bot.storage.base.batches import batches
from bot.storage.base.rows import insert_new, upsert
from bot.storage.base.store import Store
from bot.storage.tables import aggregates, contributors, safeguard_secrets, safeguards

KEPT = (safeguard_secrets, safeguards, aggregates)

Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # by table


class Outlasting(Store):
    """One workspace's safeguards and shown aggregates, as rows, for moving from one database into another."""

    table = safeguards

    async def rows(self) -> Rows:
        """All of these rows."""
        held = {}
        for table in (*KEPT, contributors):
            mine = select(table).where(self._here(table))
            held[table.name] = [dict(row._mapping) for row in await self._all(mine)]  # noqa: SLF001 - public by SQLAlchemy's docs
        return held

    async def promises(self) -> Rows:
        """Those that outlast the workspace itself, with the secret by which they are found; empty if there are none."""
        rows = await self.rows()
        lasting = [row for row in rows[safeguards.name] if row["kind"] in OUTLAST_WORKSPACE]
        return {safeguard_secrets.name: rows[safeguard_secrets.name] if lasting else [], safeguards.name: lasting}

    async def put_back(self, promises: Rows) -> None:
        """Write them, after everything else of the workspace was deleted."""
        for table in (safeguard_secrets, safeguards):
            for rows in batches(promises[table.name]):
                await insert_new(self._connection, table, rows)

    async def take_over(self, newer: Rows) -> None:
        """Replace ours with those of a newer database.

        Safeguards can only be found with the secret that they were made with, so theirs replace ours as a whole.
        Contributors to an aggregate are added: people whom the newer database has forgotten are erased here as well,
        later.
        """
        if newer[safeguard_secrets.name]:
            for table in (safeguards, safeguard_secrets):
                await self._connection.execute(table.delete().where(self._here(table)))
        for table in KEPT:
            for rows in batches(newer[table.name]):
                await upsert(self._connection, table, rows)
        for rows in batches(newer[contributors.name]):
            await insert_new(self._connection, contributors, rows)
