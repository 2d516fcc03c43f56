"""Stores for an hour the requests that Slack may deliver twice."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from bot.errors import SavedAlreadyError
from bot.storage.base.rows import insert_new
from bot.storage.base.store import Store
from bot.storage.tables import seen

KEPT = timedelta(hours=1)
TURN = timedelta(seconds=60)  # a process that has not decided about a form by then counts as dead


class Begun(StrEnum):
    """Who decides about a submitted form: the caller (now), another process that has not yet, or one that has
    (done).
    """

    NOW = "now"
    UNDECIDED = "undecided"
    DONE = "done"


class ProcessedRequestStore(Store):
    """The recent requests of one workspace."""

    table = seen

    async def is_new(self, key: str, at: datetime) -> bool:
        """Whether `key` is new; afterwards it is known."""
        return await insert_new(self._connection, seen, {"workspace_id": self.workspace_id, "key": key, "at": at}) == 1

    async def begin(self, key: str, at: datetime) -> Begun:
        """Claim the decision about the form `key`, for a minute or until `done`. Returns who decides."""
        until = at + TURN
        row = {"workspace_id": self.workspace_id, "key": key, "at": at, "undecided_until": until}
        if await insert_new(self._connection, seen, row):
            return Begun.NOW
        before = await self._connection.scalar(select(seen.c.undecided_until).where(self._mine(seen.c.key == key)))
        if before is None:
            return Begun.DONE
        is_over = seen.c.undecided_until <= at
        taken = await self._connection.execute(
            self._update(seen.c.key == key, is_over).values(at=at, undecided_until=until)
        )
        return Begun.NOW if taken.rowcount else Begun.UNDECIDED

    async def save(self, key: str) -> None:
        """Record that the form `key` is saved, in the transaction that saves it. Raises SavedAlreadyError if another
        process took this one for dead and has saved it.
        """
        if not await self._decided(key) and await self._connection.scalar(
            select(seen.c.key).where(self._mine(seen.c.key == key))
        ):
            raise SavedAlreadyError(key)

    async def done(self, key: str) -> None:
        """Record that the form `key`, which saved nothing, is never decided again."""
        await self._decided(key)

    async def _decided(self, key: str) -> bool:
        undecided = seen.c.undecided_until.is_not(None)
        return bool(
            (
                await self._connection.execute(self._update(seen.c.key == key, undecided).values(undecided_until=None))
            ).rowcount
        )

    async def leave(self, key: str) -> None:
        """Let the form `key` be decided again, unless it is saved."""
        await self._connection.execute(self._delete(seen.c.key == key, seen.c.undecided_until.is_not(None)))

    async def forget(self, key: str) -> None:
        """Forget `key`, so that a request that failed can be repeated."""
        await self._connection.execute(self._delete(seen.c.key == key))
