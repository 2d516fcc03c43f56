"""After a restore: those who had themselves deleted since the copy was made are in it, and are erased from it again."""

from datetime import datetime

from bot.domain.people.safeguards import SafeguardKind
from bot.services.people.privacy import erase
from bot.storage.database import Database, reading
from bot.storage.stores.safeguards import workspaces_with


async def erase_again(restored: Database, former: Database, now: datetime) -> int:
    """Erase from an older copy, `restored`, everybody who had themselves deleted by what the database `former` knows;
    how many they were. `former` is only read: it holds no ids of them, but each id of the copy can be looked up there.
    """
    async with reading(former.engine) as connection:
        workspace_ids = await workspaces_with(connection, SafeguardKind.SILENT)
    return sum([await _in_workspace(restored, former, workspace_id, now) for workspace_id in workspace_ids])


async def _in_workspace(restored: Database, former: Database, workspace_id: str, now: datetime) -> int:
    async with restored.reading(workspace_id) as transaction:
        user_ids = await transaction.people.all_ids()
    async with former.reading(workspace_id) as transaction:
        deleted = [user_id for user_id in user_ids if await transaction.safeguards.holds(SafeguardKind.SILENT, user_id)]
    for user_id in deleted:
        async with restored.transaction(workspace_id) as transaction:
            await erase(transaction, user_id, now)
    return len(deleted)
