"""Stores which ids of people Slack exchanged for others."""

from sqlalchemy import select

from bot.storage.base.rows import upsert
from bot.storage.base.store import Store
from bot.storage.tables import former_ids, people, workspaces


class IdentityStore(Store):
    """The former ids of one workspace's people."""

    table = former_ids

    async def all(self) -> dict[str, str]:
        """The current id for each former one."""
        return {row.former_id: row.user_id for row in await self._all(self._select())}

    async def add(self, former_id: str, user_id: str) -> None:
        """Record that an id was exchanged for another; ids that led to the former one now lead to the new one."""
        await self._connection.execute(self._update(former_ids.c.user_id == former_id).values(user_id=user_id))
        row = {"workspace_id": self.workspace_id, "former_id": former_id, "user_id": user_id}
        await upsert(self._connection, former_ids, row)

    async def known(self) -> list[str]:
        """The ids of everybody we ever met, in order."""
        ids = select(people.c.user_id).where(self._here(people)).order_by(people.c.user_id)
        return list(await self._connection.scalars(ids))

    async def mark(self, *, exchanged: bool | None) -> None:
        """Record whether Slack has told us which ids changed, or is still to be asked; None if there is no reason to
        ask.
        """
        values = {"id": self.workspace_id, "ids_exchanged": exchanged}
        await upsert(self._connection, workspaces, values)
