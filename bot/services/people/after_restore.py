"""After a restore: promises made to people since the backup hold in the restored database too."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.people.people import Membership, PersonStatus
from bot.domain.people.safeguards import SafeguardKind
from bot.services.people.privacy import erase
from bot.storage.database import Database, reading
from bot.storage.privacy.outlasting import Rows
from bot.storage.stores.people import workspaces_of_people
from bot.storage.transaction import Transaction


async def erase_again(restored: Database, former: Database, now: datetime) -> int:
    """Erase from an older copy, `restored`, everybody who has had their data deleted according to the database
    `former`; returns how many. `former` is only read: it holds no ids of them, but each id in the copy can be looked up
    there.

    Every no said since holds in the copy too, and so do the aggregates that were shown and their contributors: if
    recounted, they could be subtracted from those that somebody remembers.
    """
    workspace_ids: set[str] = set()
    for database in (former, restored):
        async with reading(database.engine) as connection:
            workspace_ids.update(await workspaces_of_people(connection))
    return sum([await _in_workspace(restored, former, workspace_id, now) for workspace_id in sorted(workspace_ids)])


async def _in_workspace(restored: Database, former: Database, workspace_id: str, now: datetime) -> int:
    async with former.reading(workspace_id) as transaction:
        newer = await promised(transaction)
    return await keep(restored, workspace_id, newer, now)


@dataclass(frozen=True, slots=True)
class Promised:
    """The promises made in one workspace of a database: the rows of `Outlasting`, and who wants no messages."""

    rows: Rows
    stopped: list[str]


async def promised(transaction: Transaction) -> Promised:
    """The promises that the newer database holds for one workspace."""
    return Promised(await transaction.outlasting.rows(), await transaction.people.stopped())


async def keep(restored: Database, workspace_id: str, newer: Promised, now: datetime) -> int:
    """Keep later promises in an older database; returns how many people were erased again."""
    async with restored.transaction(workspace_id) as transaction:
        await transaction.outlasting.take_over(newer.rows)
        user_ids = await transaction.people.all_ids()
        deleted = [user_id for user_id in user_ids if await transaction.safeguards.holds(SafeguardKind.SILENT, user_id)]
        await _stop(transaction, newer.stopped)
        await _leave_teams(transaction, user_ids)
    for user_id in deleted:
        async with restored.transaction(workspace_id) as transaction:
            await erase(transaction, user_id, now)
    return len(deleted)


async def _stop(transaction: Transaction, user_ids: list[str]) -> None:
    """Mark these people as stopped, if they are known, and send them nothing more."""
    for person in await transaction.people.some(user_ids):
        await transaction.people.save(replace(person, status=PersonStatus.STOPPED))
        await transaction.schedules.remove_all(person.user_id)


async def _leave_teams(transaction: Transaction, leader_ids: list[str]) -> None:
    """Take people who said no off each leader's team."""
    for member in await transaction.teams.of_leaders(leader_ids):
        if await transaction.safeguards.holds(SafeguardKind.DECLINED, member.leader_id, member.salesperson_id):
            await transaction.teams.save(replace(member, membership=Membership.DECLINED))
