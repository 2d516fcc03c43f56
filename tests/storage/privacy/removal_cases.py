"""Puts removals in the queue, and claims them."""

from datetime import datetime, timedelta

from bot.domain.people.removals import Removal, RemovalKind
from bot.storage.database import Database
from bot.storage.outbox.removals import claim_removals
from tests.storage.cases import NOW

HELD, SECOND = timedelta(minutes=2), timedelta(seconds=1)
KIND = RemovalKind.DELETE


async def put(database: Database, *removals: Removal, workspace: str = "T1") -> None:
    """Put removals in the queue."""
    async with database.transaction(workspace) as transaction:
        await transaction.removals.add(removals)


async def claimed(database: Database, at: datetime = NOW, limit: int = 10) -> list[tuple[str, Removal, datetime]]:
    """Claim what is due, as `claim_removals` does."""
    async with database.connection() as connection:
        return await claim_removals(connection, at, HELD, limit)
