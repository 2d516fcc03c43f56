"""Writes a new installation and its workspace in one transaction, so that there is never half of one."""

from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.domain.installations.installations import Installation
from bot.storage.database import Database
from bot.storage.outbox.outbox import Outbox
from bot.storage.stores.installations import InstallationStore
from bot.storage.stores.workspaces import WorkspaceStore


async def remember(database: Database, installation: Installation) -> tuple[Installation, bool]:
    """Write an installation as the next version of the previous one. Returns it as written, and whether there was one
    before.
    """
    async with database.connection() as connection:
        store = InstallationStore(connection, database.cipher)
        former = await store.get(installation.workspace_id)
        saved = replace(installation, version=former.version + 1 if former else 0)
        await store.save(saved)
        workspaces = WorkspaceStore(connection, saved.workspace_id)
        known = await workspaces.get()
        await workspaces.save(replace(known, name=saved.name, enterprise_id=saved.enterprise_id, stopped=False))
    return saved, former is not None


async def lose(database: Database, installation: Installation, now: datetime, word: Delivery | None) -> bool:
    """Record that Slack refused the refresh token. The first time, and only then, the message `word` goes into the
    outbox. Returns whether it was the first time.
    """
    async with database.connection() as connection:
        is_new = await InstallationStore(connection, database.cipher).refuse(installation, now)
        if is_new and word is not None:
            await Outbox(connection, installation.workspace_id).add(word)
    return is_new
