"""The admin's page: what is set up and what comes next, how many have started, and who cannot be reached."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.domain.admin.admin import (
    PEOPLE_A_PAGE,
    AdminFacts,
    AdminGlance,
    StartedGroup,
    Step,
    Unreached,
    UnreachedPage,
)
from bot.domain.admin.participation import Participation
from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.safeguards import SafeguardKind
from bot.nudges import AFTER_ANSWERS, DIGEST, NOT_COUNTED, PROMPT_CHANNEL
from bot.services.admin import counts
from bot.services.context import Context
from bot.services.people.people import People
from bot.slack.codes import NO_ACCESS
from bot.storage.transaction import Transaction

LATELY = timedelta(days=14)  # how far back an admin sees what did not arrive


class Admin:
    """What an admin sees. All methods raise Problem for anybody else."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> AdminFacts:
        """The page itself."""
        admin = await self._people.permitted(who, Permission.SEE_ADMIN)
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            started = await counts.started(transaction, now)
            weeks = await counts.participation(transaction, self._this_week(admin), now)
            invited = await transaction.safeguards.count(SafeguardKind.INVITED)
            return AdminFacts(
                admin,
                await transaction.workspaces.get(),
                await _done(transaction, admin, started, invited, weeks),
                started,
                invited,
                glance=await glance_of(transaction, now - LATELY),
                unreached=len(await _unreached(transaction, now)),
                admins=await transaction.people.admins(),
                installer_id=await transaction.workspaces.installer(),
                leavers_days=self._context.leavers_days,
                key_holders=await transaction.access_keys.holders(AccessKeyKind.API),
            )

    async def glance(self, admin: Person) -> AdminGlance:
        """The short summary on the Home tab."""
        async with self._context.database.reading(admin.workspace_id) as transaction:
            return await glance_of(transaction, self._context.clock() - LATELY)

    async def participation(self, who: Who) -> Participation:
        """How many people answered the check-in, week by week."""
        admin = await self._people.permitted(who, Permission.SEE_ADMIN)
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            return await counts.participation(transaction, self._this_week(admin), self._context.clock())

    async def unreached(self, who: Who, number: int = 0) -> UnreachedPage:
        """A page of the people whom Slack lets no message through to; past the end, it is the last page."""
        await self._people.permitted(who, Permission.SEE_ADMIN)
        now = self._context.clock()
        async with self._context.database.reading(who.workspace_id) as transaction:
            people = await _unreached(transaction, now)
            undelivered = await transaction.outbox.undelivered_to_people(now - LATELY, NOT_COUNTED)
            unremoved = await transaction.removals.given_up()
            left = await transaction.people.of_status(PersonStatus.GONE)
        number = max(0, min(number, (len(people) - 1) // PEOPLE_A_PAGE))
        shown = people[number * PEOPLE_A_PAGE : (number + 1) * PEOPLE_A_PAGE]
        return UnreachedPage(
            shown, len(people), number, undelivered, unremoved, left=left, leavers_days=self._context.leavers_days
        )

    def _this_week(self, admin: Person) -> date:
        return admin.week_at(self._context.today(admin))


async def glance_of(transaction: Transaction, since: datetime) -> AdminGlance:
    """The state of the channel nudges and the webhook, and how many messages to people did not arrive since the aware
    instant `since`, not counting kinds whose number would give away who answered.
    """
    running, paused = await transaction.channels.counts()
    undelivered = await transaction.outbox.undelivered_to_people(since, NOT_COUNTED)
    made_by = await transaction.webhooks.made_by()
    stopped = made_by is not None and made_by not in await transaction.people.admins()
    return AdminGlance(running, paused, sum(ended.count for ended in undelivered), webhook_stopped=stopped)


async def _done(
    transaction: Transaction,
    admin: Person,
    started: Mapping[StartedGroup, int],
    invited: int,
    weeks: Participation,
) -> frozenset[Step]:
    kinds = await transaction.channels.kinds()
    done = {
        Step.START: admin.status is PersonStatus.ACTIVE,
        Step.INVITE: invited > 0 or bool(started),
        Step.CHANNEL: PROMPT_CHANNEL in kinds,
        Step.DIGEST: DIGEST in kinds,
        Step.FIVE: bool(started),
        Step.WEEK: bool(weeks.by_week),
    }
    return frozenset(step for step, is_done in done.items() if is_done)


async def _unreached(transaction: Transaction, now: datetime) -> list[Unreached]:
    """People to whom Slack refused the newest message, and people in none of the teams that we are in, sorted by
    reason. Those who stopped, paused or said no are not among them: that is private.
    """
    refused = [Unreached(*refusal) for refusal in await transaction.outbox.refused_people(now - LATELY, AFTER_ANSWERS)]
    known = {person.user_id for person in refused}
    cut_off = [Unreached(user_id, NO_ACCESS) for user_id in await transaction.people.without_team()]
    return sorted(
        [*refused, *(person for person in cut_off if person.user_id not in known)],
        key=lambda person: (person.reason, person.user_id),
    )
