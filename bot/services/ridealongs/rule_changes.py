"""When a time zone's rules change, a call stays at its agreed wall time, and its messages move with it."""

from datetime import datetime

from bot import log
from bot.services.ridealongs.slots import move_slots
from bot.storage.database import Database, reading
from bot.storage.stores.ridealongs.ridealongs import displaced

logger = log.get(__name__)


async def follow_rules(database: Database, now: datetime) -> int:
    """Move all workspaces' ride-alongs after `now` (aware UTC), with what is planned for them; returns how many."""
    async with reading(database.engine) as connection:
        moved = await displaced(connection, now)
    for workspace_id, ride_id in moved:
        async with database.transaction(workspace_id) as transaction:
            ride = await transaction.ridealongs.get(ride_id)  # this reads its time by today's rules
            if ride is not None:
                await transaction.ridealongs.save(ride)
                await move_slots(transaction, ride, ride, now)
    if moved:
        logger.info("ridealongs_moved_with_the_rules", count=len(moved))
    return len(moved)
