"""The end of an installation and what follows: silence at once, all back on reinstalling, deletion after 30 days."""

from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from bot import log
from bot.domain.installations.installations import KEPT_AFTER_UNINSTALL
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.localtime import add_months
from bot.services.context import Context
from bot.services.planning.recurring import replan_everybody
from bot.services.ridealongs.slots import plan_again
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.transaction import Transaction

logger = log.get(__name__)
REASON = "uninstalled"
KEEP_HOUSE = timedelta(minutes=10)
TURNS = 144  # slots of ten minutes in a day


async def keep_house(database: Database, now: datetime) -> None:
    """Runs every ten minutes: removes what is no longer needed, wanted or ours to keep."""
    await tidy(database, now)
    await forget_ended(database, now)
    await forget_old_texts(database, now, now.hour * 6 + now.minute // 10)
    await database.empty_log()


class Lifecycle:
    """Workspaces that come and go; an organisation that installed us counts as one."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def ended(self, workspace_id: str, at: datetime | None = None) -> None:
        """Slack says that the app was removed from a workspace or organisation, or its tokens revoked, at `at`
        (default: now). If it says so twice, late, or about an older installation, nothing more happens.
        """
        database, now = self._context.database, self._context.clock()
        async with database.installations() as store:
            installation = await store.get(workspace_id)
            if installation is not None:  # else the token is in our settings, and the operator decides
                if at is not None and installation.installed_at > at:
                    return
                await store.save(replace(installation.ended(now), version=installation.version + 1))
        async with database.transaction(workspace_id) as transaction:
            await transaction.workspaces.mark_stopped(True)
            if installation is not None:
                await transaction.erasure.of_plans(REASON)
        logger.info("uninstalled", workspace=workspace_id)

    async def waits(self, workspace_id: str) -> None:
        """Send nothing to a workspace until `began`: it is moving into an organisation, where Slack accepts nothing."""
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.workspaces.mark_stopped(True)
        logger.info("migration_started", workspace=workspace_id)

    async def began(self, workspace_id: str) -> None:
        """The app was installed, or installed again: what was set up before is planned again, a little at a time.
        Running it twice does no harm.
        """
        database, now = self._context.database, self._context.clock()
        async with database.transaction(workspace_id) as transaction:
            await transaction.workspaces.mark_stopped(False)
        await replan_everybody(database, workspace_id, now)
        async with database.reading(workspace_id) as transaction:
            user_ids = await transaction.people.active_ids()
            rides = {ride.id for user_id in user_ids for ride in await transaction.ridealongs.of(user_id, now)}
        for ride_id in rides:
            async with database.transaction(workspace_id, aside=True) as transaction:
                if ride := await transaction.ridealongs.get(ride_id):
                    await plan_again(transaction, ride, now)


async def forget_ended(database: Database, now: datetime) -> int:
    """Remove every workspace whose installation ended over 30 days before `now` (aware UTC), with a line in the log as
    proof; returns how many.
    """
    async with database.reading_installations() as store:
        over = await store.ended_before(now - KEPT_AFTER_UNINSTALL)
    for installation in over:
        async with database.transaction(installation.workspace_id) as transaction:
            await _keep_every_no(transaction, now)
            promises = await transaction.outlasting.promises()
            gone = await transaction.erasure.of_everything()
            left = await transaction.erasure.left()
            await transaction.outlasting.put_back(promises)
        logger.info(
            "workspace_deleted",
            workspace=installation.workspace_id,
            uninstalled_at=str(installation.ended_at),
            deleted_at=str(now),
            rows={name: count for name, count in gone.items() if count},
            tables_left=left,
            marks_kept=len(promises["safeguards"]),
        )
    return len(over)


async def _keep_every_no(transaction: Transaction, now: datetime) -> None:
    """Keep every no, under current ids: people who stopped want no messages after a new installation either."""
    for user_id in await transaction.people.stopped():
        await transaction.safeguards.put(SafeguardKind.SILENT, user_id, at=now)
    known = await transaction.identities.known()
    for user_id in sorted(set((await transaction.identities.all()).values())):
        await transaction.safeguards.keep_under(user_id, known)


async def forget_old_texts(database: Database, now: datetime, turn: int | None = None) -> int:
    """Empty free texts that are older than their workspace keeps them; returns how many rows. With `turn`, only in
    workspaces whose ten minutes of the day these are, so that one run never takes long.
    """
    emptied = 0
    async with database.reading_installations() as store:
        kept = await store.text_months()
    for workspace_id, months in kept.items():
        if months and (turn is None or crc32(workspace_id.encode()) % TURNS == turn):
            async with database.transaction(workspace_id) as transaction:
                emptied += await transaction.erasure.of_texts(add_months(now, -months))
    if emptied:
        logger.info("old_texts_emptied", rows=emptied)
    return emptied
