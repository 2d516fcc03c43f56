"""Where our messages in Slack name a person: read before the rows that tell are deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, bindparam, func, or_, select

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.storage.base.store import WorkspaceRows, fields_of
from bot.storage.privacy.columns import BETWEEN_TWO, LISTING, lists, table_of
from bot.storage.privacy.erasure import Erasure, about
from bot.storage.tables import deliveries, own_content, people, ridealongs

LEAVING = (DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class PersonTraces:
    """`own`: messages that they got; `about`: messages that others got about them, and prompts that they wrote for
    others; `set_up`: messages telling channels who set up a nudge, them or somebody else. `contacts`: people who may
    have read about them in other ways. `to_come`: the ids of calls with them that are not over.
    """

    own: list[Delivery]
    about: list[Delivery]
    set_up: list[Delivery]
    contacts: frozenset[str]
    to_come: frozenset[str]

    @property
    def is_leaving(self) -> bool:
        """Whether a message may be on its way to Slack right now."""
        return any(delivery.status in LEAVING for delivery in (*self.own, *self.about))


@cache
def _with(mine: Column[Any], theirs: Column[Any]) -> Select[Any]:
    """The people with whom a person has a relation, by the two columns of its table; built once for each."""
    between = and_(table_of(mine).c.workspace_id == bindparam("workspace"), mine == bindparam("person"))
    return select(theirs).where(between).distinct()


class Traces(WorkspaceRows):
    """Searches one workspace."""

    async def of_person(self, user_id: str, now: datetime, *, set_up: str) -> PersonTraces:
        """Their traces at `now` (aware UTC); `set_up` is the nudge that tells a channel who set one up."""
        ids = await Erasure(self._connection, self.workspace_id).subjects_of(user_id)
        theirs = select(own_content.c.id).where(self._here(own_content, own_content.c.team_of == user_id))
        written = list(await self._connection.scalars(theirs))
        conditions = await about(self._connection, deliveries, self.workspace_id, ids)
        conditions += [deliveries.c.content_id.in_(written)] if written else []
        by_id = {delivery.id: delivery for condition in conditions for delivery in await self._sent(condition)}
        others = [delivery for delivery in by_id.values() if delivery.recipient != user_id]
        return PersonTraces(
            own=await self._sent(deliveries.c.recipient == user_id),
            about=others,
            set_up=await self._sent(deliveries.c.nudge == set_up),
            contacts=await self._contacts(user_id) | {other.recipient for other in others} - {user_id},
            to_come=await self._to_come(user_id, now),
        )

    async def conversations(self, user_ids: Collection[str]) -> dict[str, str]:
        """The id of our conversation with each of these people, if we have written to them."""
        theirs = self._here(deliveries, deliveries.c.recipient.in_(user_ids), deliveries.c.channel_id != "")
        newest = select(deliveries.c.recipient, func.max(deliveries.c.channel_id)).where(theirs)
        rows = (await self._connection.execute(newest.group_by(deliveries.c.recipient))).all()
        return dict(map(tuple, rows))

    async def _sent(self, condition: ColumnElement[bool]) -> list[Delivery]:
        """The deliveries whose message is in Slack, or may be."""
        is_there = or_(deliveries.c.ts != "", deliveries.c.status.in_(LEAVING))
        rows = await self._connection.execute(select(deliveries).where(self._here(deliveries, condition, is_there)))
        return [Delivery(**fields_of(row, "owner")) for row in rows]

    async def _contacts(self, user_id: str) -> frozenset[str]:
        """The people who have a relation with them, and admins, whose pages name people."""
        user_ids: set[str] = set()
        for one_side, other_side in BETWEEN_TWO:
            for mine, theirs in ((one_side, other_side), (other_side, one_side)):
                person = {"workspace": self.workspace_id, "person": user_id}
                user_ids |= set(await self._connection.scalars(_with(mine, theirs), person))
        for author, listed in LISTING:
            either = self._here(table_of(author), or_(author == user_id, lists(listed, user_id)))
            for author_id, names in await self._connection.execute(select(author, listed).where(either)):
                user_ids |= set(names) if author_id == user_id else {author_id}
        admins = select(people.c.user_id).where(self._here(people, people.c.is_admin))
        user_ids |= set(await self._connection.scalars(admins))
        return frozenset(user_ids - {user_id})

    async def _to_come(self, user_id: str, now: datetime) -> frozenset[str]:
        mine = or_(ridealongs.c.leader_id == user_id, ridealongs.c.salesperson_id == user_id)
        is_on = (ridealongs.c.starts_at > now, ridealongs.c.state != RideAlongState.CANCELLED)
        coming = self._here(ridealongs, mine, *is_on)
        return frozenset(await self._connection.scalars(select(ridealongs.c.id).where(coming)))
