"""Teams: a leader names their salespeople, each of whom is told and can say no."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.people.permissions import Permission, refusal
from bot.domain.people.positions import in_position
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.people.teams import TeamAnswer, TeamFacts, on_team
from bot.errors import Problem
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.people import allowances, colleague_messages, invitations
from bot.services.people.facts import known, settings_facts
from bot.services.people.first_prompt import give_first_prompt
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction
from content.models import Library

FIELD = "people"
MORNING = time(8, 30)
MOST_NAMED = 100  # people on one team; as many as Slack's picker accepts


class Teams:
    """Who is on whose team, and what they said about it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, leader: Who) -> TeamFacts:
        """Everyone that this leader named. Raises Problem for somebody who may not lead."""
        await self._people.permitted(leader, Permission.NAME_TEAM)
        async with self._context.database.reading(leader.workspace_id) as transaction:
            return TeamFacts(leader.user_id, tuple(await transaction.teams.of_leader(leader.user_id)))

    async def name(self, leader: Who, user_ids: Sequence[str]) -> TeamFacts:
        """Make these the leader's salespeople: new ones are told once, others leave the team.

        People who declined earlier are not asked again, even if either of the two was deleted since; they are in
        `asked_before`, and others who are not told in `not_told`. Raises Problem at the field for bots, guests,
        strangers, people who left, and the leader themselves.
        """
        person = await self._people.permitted(leader, Permission.NAME_TEAM)
        wanted = tuple(dict.fromkeys(user_ids))
        if leader.user_id in wanted:
            raise Problem("teams.problems.yourself", field=FIELD)
        async with self._context.database.reading(leader.workspace_id) as transaction:
            await allowances.check(self._context, transaction, person, Allowance.TEAM, FIELD)
            before = {member.salesperson_id for member in await transaction.teams.of_leader(leader.user_id)}
        if len(wanted) > MOST_NAMED and not before.issuperset(wanted):  # a team that was larger before may stay so
            raise Problem("teams.problems.too_many", field=FIELD, most=MOST_NAMED)
        await self._people.meet_all(
            leader.workspace_id, [user_id for user_id in wanted if user_id not in before], FIELD
        )
        async with self._context.database.transaction(leader.workspace_id) as transaction:
            await allowances.use(self._context, transaction, person, Allowance.TEAM, FIELD)
            members = {member.salesperson_id: member for member in await transaction.teams.of_leader(leader.user_id)}
            for team_member in on_team(members.values()):
                if team_member.salesperson_id not in wanted:
                    await self._take_off(transaction, team_member)
            new = [user_id for user_id in wanted if user_id not in members]
            not_told = sorted([user_id for user_id in new if not await self._add(transaction, leader, user_id)])
            await self._now_leads(transaction, leader, wanted)
            now = tuple(await transaction.teams.of_leader(leader.user_id))
            said_no = {member.salesperson_id for member in now if member.membership is Membership.DECLINED}
            again = tuple(sorted(said_no.intersection(wanted)))
            return TeamFacts(leader.user_id, now, again, tuple(not_told))

    async def accept(self, who: Who, leader_id: str) -> TeamAnswer:
        """Accept. Somebody who did not take part yet does so from now on, without daily prompts unless they ask for
        them. Raises Problem if they are no longer on that leader's team.
        """
        async with self._context.database.transaction(who.workspace_id) as transaction:
            member = await self._member(transaction, who, leader_id)
            person = await known(transaction, who)
            if problem := refusal(person, Permission.DECLINE_TEAM, own=True):
                raise problem
            await transaction.teams.save(replace(member, membership=Membership.ACCEPTED))
            await transaction.safeguards.lift(SafeguardKind.DECLINED, leader_id, who.user_id)
            await colleague_messages.started(transaction, who.user_id)
            if person.status is not PersonStatus.ACTIVE:
                person = replace(person, status=PersonStatus.ACTIVE, prompt_at=None)
                if person.position is None:
                    person = in_position(person, Position.SALESPERSON)
                await transaction.people.save(person)
                await replan(transaction, person, self._context.clock())
            return TeamAnswer(leader_id, Membership.ACCEPTED, await settings_facts(self._context, transaction, person))

    async def prompt_on(self, who: Who, leader_id: str) -> TeamAnswer:
        """Turn on the daily prompt, with the first one now, for somebody who accepted without it; a time once chosen
        stays. Raises as `accept`.
        """
        async with self._context.database.transaction(who.workspace_id) as transaction:
            member = await self._member(transaction, who, leader_id)
            person = await known(transaction, who)
            if problem := refusal(person, Permission.CHANGE_SETTINGS, own=True):
                raise problem
            has_asked = person.prompt_at is None
            person = replace(person, prompt_at=person.prompt_at or MORNING)
            await transaction.people.save(person)
            if has_asked:
                await give_first_prompt(self._context, transaction, person)
            await replan(transaction, person, self._context.clock())
            return TeamAnswer(leader_id, member.membership, await settings_facts(self._context, transaction, person))

    async def decline(self, who: Who, leader_id: str) -> TeamAnswer:
        """Say no, or no longer; being named by that leader sends nothing more, even if they are not named now."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if member := await membership_of(transaction, leader_id, who.user_id):
                await transaction.teams.save(replace(member, membership=Membership.DECLINED))
            now = self._context.clock()
            await transaction.safeguards.put(SafeguardKind.DECLINED, leader_id, who.user_id, at=now)
            await invitations.take_back(transaction, who.user_id, leader_id)
            return TeamAnswer(leader_id, Membership.DECLINED, await settings_facts(self._context, transaction, person))

    async def _member(self, transaction: Transaction, who: Who, leader_id: str) -> TeamMember:
        member = await membership_of(transaction, leader_id, who.user_id)
        if member is None:
            raise Problem("teams.problems.not_named")
        return member

    async def _add(self, transaction: Transaction, leader: Who, user_id: str) -> bool:
        """Save that somebody was named, and tell them, unless they said no; False if they were not told for another
        reason. The invitation replaces the welcome, if they had none.
        """
        if await transaction.safeguards.holds(SafeguardKind.DECLINED, leader.user_id, user_id):
            await transaction.teams.save(TeamMember(leader.user_id, user_id, Membership.DECLINED))
            return True
        await transaction.teams.save(TeamMember(leader.user_id, user_id))
        person = await known(transaction, Who(leader.workspace_id, user_id))
        is_told = await invitations.tell(self._context, transaction, person, leader.user_id)
        if is_told and person.status is PersonStatus.NEW:
            await transaction.people.save(replace(person, status=PersonStatus.WELCOMED))
        return is_told

    async def _take_off(self, transaction: Transaction, member: TeamMember) -> None:
        """Forget that somebody was named. If they had said yes, they may be asked again when they are named again."""
        await transaction.teams.remove(member.leader_id, member.salesperson_id)
        await invitations.take_back(transaction, member.salesperson_id, member.leader_id)
        if member.membership is Membership.ACCEPTED:
            await transaction.safeguards.lift(SafeguardKind.ASKED, member.leader_id, member.salesperson_id)

    async def _now_leads(self, transaction: Transaction, leader: Who, team: Sequence[str]) -> None:
        """An admin who names salespeople leads a team from now on."""
        person = await known(transaction, leader)
        if team and not person.is_leader:
            position = Position.LEADER if person.position is None else person.position
            person = replace(person, is_leader=True, position=position)
            await transaction.people.save(person)
            await replan(transaction, person, self._context.clock())


async def team_of(transaction: Transaction, leader_id: str) -> list[str]:
    """The user ids of the salespeople on a leader's team."""
    return [member.salesperson_id for member in on_team(await transaction.teams.of_leader(leader_id))]


async def leaders_of(transaction: Transaction, salesperson_id: str) -> list[str]:
    """The user ids of the leaders whose team a salesperson is on."""
    return [member.leader_id for member in on_team(await transaction.teams.of_salesperson(salesperson_id))]


async def membership_of(transaction: Transaction, leader_id: str, salesperson_id: str) -> TeamMember | None:
    """The membership of a salesperson in a leader's team, or None."""
    members = await transaction.teams.of_leader(leader_id)
    return next((member for member in members if member.salesperson_id == salesperson_id), None)


async def load_membership(transaction: Transaction, _library: Library, facts: Facts[Any]) -> TeamMember | None:
    """The recipient's membership with the leader that the delivery's subject names."""
    assert facts.person is not None
    return await membership_of(transaction, facts.delivery.subject, facts.person.user_id)
