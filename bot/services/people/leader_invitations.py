"""An admin invites leaders: each is asked once by direct message, sees who invited them, and can say no for good."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.people.allowances import Allowance
from bot.domain.people.invitations import Invited, LeaderInvitation
from bot.domain.people.people import PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.nudges import LEADER_INVITATION
from bot.nudges.nudge import NOT_STARTED, Facts
from bot.services.context import Context
from bot.services.people import allowances
from bot.services.people.colleague_messages import count_reach, may_reach
from bot.services.people.facts import known
from bot.services.people.people import People
from bot.storage.transaction import Transaction
from content.models import Library

FIELD = "people"


class LeaderInvitations:
    """Invitations to start, by the admins of a workspace."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def may_invite(self, admin: Who) -> None:
        """Raises Problem for somebody who may not invite."""
        await self._people.permitted(admin, Permission.CHANGE_WORKSPACE)

    async def invite(self, admin: Who, user_ids: Sequence[str]) -> Invited:
        """Ask these people to start, each of them only once by all admins together. The result does not say why
        somebody was not asked: they started, were asked before, said no, or already got as many messages as a newcomer
        may. Raises Problem at the field for bots, guests, strangers, people who left, and if nobody else is named.
        """
        person = await self._people.permitted(admin, Permission.CHANGE_WORKSPACE)
        wanted = [user_id for user_id in dict.fromkeys(user_ids) if user_id != admin.user_id]
        if not wanted:
            raise Problem("admin.invite.problems.nobody", field=FIELD)
        async with self._context.database.reading(admin.workspace_id) as transaction:
            await allowances.check(self._context, transaction, person, Allowance.INVITE, FIELD)
        await self._people.meet_all(admin.workspace_id, wanted, FIELD)
        async with self._context.database.transaction(admin.workspace_id) as transaction:
            await allowances.use(self._context, transaction, person, Allowance.INVITE, FIELD)
            told = [user_id for user_id in wanted if await self._tell(transaction, admin, user_id)]
        return Invited(tuple(told), tuple(user_id for user_id in wanted if user_id not in told))

    async def decline(self, who: Who) -> None:
        """Say no: no admin's invitation comes any more, until this person starts on their own."""
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await transaction.safeguards.put(SafeguardKind.NO_INVITATION, who.user_id, at=self._context.clock())

    async def _tell(self, transaction: Transaction, admin: Who, user_id: str) -> bool:
        person, safeguards = await known(transaction, Who(admin.workspace_id, user_id)), transaction.safeguards
        if person.status not in NOT_STARTED or not await may_reach(self._context, transaction, person):
            return False
        for kind in (SafeguardKind.INVITED, SafeguardKind.NO_INVITATION):
            if await safeguards.holds(kind, user_id):
                return False
        await transaction.outbox.add(self._context.at_once(person, LEADER_INVITATION, admin.user_id))
        await count_reach(self._context, transaction, person)
        await safeguards.put(SafeguardKind.INVITED, user_id, at=self._context.clock())
        await transaction.people.save(replace(person, status=PersonStatus.WELCOMED))
        return True


async def load_invitation(transaction: Transaction, _library: Library, facts: Facts[Any]) -> LeaderInvitation:
    """Who invited the recipient, and whether it is still unanswered."""
    assert facts.person is not None
    said_no = await transaction.safeguards.holds(SafeguardKind.NO_INVITATION, facts.person.user_id)
    is_open = facts.person.status in NOT_STARTED and not said_no
    return LeaderInvitation(facts.delivery.subject, is_open)
