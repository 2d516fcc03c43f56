"""People who left Slack: notices those whose leaving event was missed, and erases people when their time is up."""

from datetime import timedelta
from zlib import crc32

from bot import log
from bot.domain.people.leavers import as_left, is_over, over_before
from bot.domain.people.people import Person, Who
from bot.services.background import Background
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.privacy import Privacy
from bot.services.planning.recurring import replan

logger = log.get(__name__)
PAUSE = timedelta(minutes=5)
AT_ONCE = 60  # people per workspace and check; Slack allows a hundred such calls a minute, and others call too
HOURS = 24


class Leavers(Background):
    """One per process. `tick` is for the heartbeat; `look` waits, for tests.

    Each workspace has an hour of the day in which Slack is asked about some of its people. What a dead process had
    begun is done the next day.
    """

    def __init__(self, context: Context, people: People, privacy: Privacy) -> None:
        self._context = context
        self._people = people
        self._privacy = privacy
        super().__init__(context.clock, self._look_in_turn, PAUSE, "leavers_look_failed")

    async def _look_in_turn(self) -> None:
        await self.look(self._context.clock().hour)

    async def look(self, hour: int | None = None) -> int:
        """Ask about people Slack has told us nothing about for a while, and erase those whose time is up; returns how
        many were erased. With `hour` (UTC), only in workspaces whose turn it is.
        """
        async with self._context.database.reading_installations() as store:
            workspace_ids = await store.going()
        in_turn = [key for key in workspace_ids if hour is None or crc32(key.encode()) % HOURS == hour]
        return sum([await self._look_at(workspace_id) for workspace_id in in_turn])

    async def _look_at(self, workspace_id: str) -> int:
        now, days = self._context.clock(), self._context.leavers_days
        async with self._context.database.reading(workspace_id) as transaction:
            people = await transaction.people.unseen(now, over_before(now, days), AT_ONCE)
        erased = 0
        for person in people:
            try:
                erased += await self._ask(person)
            except Exception as error:  # noqa: BLE001 - whatever went wrong, other workspaces are still checked
                logger.warning("leaver_not_asked_about", workspace=workspace_id, why=repr(error))
                break
        return erased

    async def _ask(self, person: Person) -> bool:
        """Ask Slack about one person; returns whether they were erased. If another process is asking, does nothing."""
        now = self._context.clock()
        async with self._context.database.transaction(person.workspace_id) as transaction:
            if not await transaction.people.claim_look(person, now):
                return False
        asked = await self._as_slack_says(person)
        if asked is None or not is_over(asked, now, self._context.leavers_days):
            return False
        await self._privacy.forget(person.who)
        logger.info("leaver_erased", workspace=person.workspace_id)
        return True

    async def _as_slack_says(self, person: Person) -> Person | None:
        """The person as Slack knows them now; None if it does not say, or they were deleted meanwhile."""
        profile = await self._context.directory.profile(person.who)
        if profile is not None:
            return await self._people.profile_of_known(person.who, profile)
        return await self._note(person.who) if await self._is_gone(person.who) else None

    async def _is_gone(self, who: Who) -> bool:
        """Whether Slack no longer has anybody by this id, and did not exchange it for another."""
        if not await self._context.directory.is_unknown(who):
            return False
        if not await self._context.directory.exchanged(who.workspace_id, [who.user_id]):
            return True
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await transaction.identities.mark(exchanged=False)
        return False

    async def _note(self, who: Who) -> Person | None:
        """Record that somebody Slack no longer knows has left."""
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await transaction.people.get(who.user_id)
            if person is not None:
                person = as_left(person, now)
                await transaction.people.save(person)
                await replan(transaction, person, now)
        return person
