"""Stores who is on whose team."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from bot.domain.people.people import Membership, TeamMember
from bot.storage.base.prebuilt import BoundStatement, prebuilt
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import team_members


@prebuilt
def _of_leaders(workspace_id: str, leader_ids: Collection[str]) -> Select[Any]:
    c = team_members.c
    named = select(team_members).where(c.workspace_id == workspace_id, c.leader_id.in_(leader_ids))
    return named.order_by(c.salesperson_id)


@prebuilt
def _of_salespeople(workspace_id: str, salesperson_ids: Collection[str]) -> Select[Any]:
    c = team_members.c
    named = select(team_members).where(c.workspace_id == workspace_id, c.salesperson_id.in_(salesperson_ids))
    return named.order_by(c.salesperson_id)


class TeamStore(Store):
    """The teams of one workspace."""

    table = team_members

    async def of_leader(self, leader_id: str) -> list[TeamMember]:
        """Everyone whom this leader named, whatever they answered."""
        return await self.of_leaders([leader_id])

    async def of_leaders(self, leader_ids: Collection[str]) -> list[TeamMember]:
        """The same for several leaders."""
        return await self._members(_of_leaders(self.workspace_id, leader_ids))

    async def of_salesperson(self, salesperson_id: str) -> list[TeamMember]:
        """Every leader who named this salesperson."""
        return await self._members(_of_salespeople(self.workspace_id, [salesperson_id]))

    async def accepted_by(self, salesperson_ids: Collection[str]) -> dict[str, set[str]]:
        """The leaders whose team each of these people agreed to join, by salesperson id."""
        leaders = defaultdict[str, set[str]](set)
        for member in await self._members(_of_salespeople(self.workspace_id, salesperson_ids)):
            if member.membership is Membership.ACCEPTED:
                leaders[member.salesperson_id].add(member.leader_id)
        return leaders

    async def save(self, member: TeamMember) -> None:
        """Write one membership."""
        await self._save(member)

    async def remove(self, leader_id: str, salesperson_id: str) -> None:
        """Delete the membership of this salesperson in this leader's team."""
        await self._connection.execute(
            self._delete(team_members.c.leader_id == leader_id, team_members.c.salesperson_id == salesperson_id)
        )

    async def _members(self, statement: BoundStatement) -> list[TeamMember]:
        return [TeamMember(**fields_of(row, "workspace_id")) for row in await self._all(statement)]
