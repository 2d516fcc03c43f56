"""Stores who is on whose team."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement

from bot.domain.people.people import Membership, TeamMember
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import team_members


class TeamStore(Store):
    """The teams of one workspace."""

    table = team_members

    async def of_leader(self, leader_id: str) -> list[TeamMember]:
        """Everyone whom this leader named, whatever they answered."""
        return await self._members(team_members.c.leader_id == leader_id)

    async def of_leaders(self, leader_ids: Collection[str]) -> list[TeamMember]:
        """The same for several leaders."""
        return await self._members(team_members.c.leader_id.in_(leader_ids))

    async def of_salesperson(self, salesperson_id: str) -> list[TeamMember]:
        """Every leader who named this salesperson."""
        return await self._members(team_members.c.salesperson_id == salesperson_id)

    async def accepted_by(self, salesperson_ids: Collection[str]) -> dict[str, set[str]]:
        """The leaders on whose team each of these people said yes to being, by their id."""
        c, leaders = team_members.c, defaultdict[str, set[str]](set)
        for member in await self._members(
            c.salesperson_id.in_(salesperson_ids) & (c.membership == Membership.ACCEPTED)
        ):
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

    async def _members(self, condition: ColumnElement[bool]) -> list[TeamMember]:
        rows = await self._all(self._select(condition).order_by(team_members.c.salesperson_id))
        return [TeamMember(**fields_of(row, "workspace_id")) for row in rows]
