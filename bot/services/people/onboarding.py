"""Starting and stopping: the first message, once ever, and what its buttons do."""

from dataclasses import replace

from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.people.settings import SettingsFacts
from bot.nudges import WELCOME
from bot.services.context import Context
from bot.services.people import invitations, reaching
from bot.services.people.people import People
from bot.services.people.settings import known, settings_facts
from bot.services.people.teams import leaders_of
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction


class Onboarding:
    """How somebody comes to take part, and leaves again. Nothing recurring comes to anybody who did not start."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def opened_home(self, who: Who) -> Person:
        """Meet the person who opened the Home tab; the first time ever they get the welcome. Guests get none."""
        person = await self._people.meet(who)
        if person.status is not PersonStatus.NEW or person.is_guest:
            return person
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            if person.status is PersonStatus.NEW:  # opened on the phone at the same moment
                person = replace(person, status=PersonStatus.WELCOMED)
                await transaction.people.save(person)
                await transaction.outbox.add(self._context.at_once(person, WELCOME))
        return person

    async def start(self, who: Who) -> SettingsFacts:
        """Take part: for the first time as a leader, unless a leader named them; after a stop as before it.

        Raises Problem for a guest.
        """
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            is_new = person.status in {PersonStatus.NEW, PersonStatus.WELCOMED}
            if is_new or await transaction.safeguards.holds(SafeguardKind.SILENT, who.user_id):
                led = await leaders_of(transaction, who.user_id)
                person = replace(person, is_leader=person.is_leader or not led)
            person = replace(person, status=PersonStatus.ACTIVE)
            await reaching.started(transaction, who.user_id)
            await invitations.tell_waiting(self._context, transaction, person)
            return await self._saved(transaction, person)

    async def stop(self, who: Who) -> SettingsFacts:
        """Send this person nothing more. What they wrote and set is kept."""
        await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = replace(await known(transaction, who), status=PersonStatus.STOPPED)
            await transaction.schedules.remove(who.user_id)
            return await self._saved(transaction, person)

    async def lead(self, who: Who, is_leader: bool) -> SettingsFacts:
        """Say whether this person leads a team; what comes to them follows. Raises Problem for a guest."""
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            return await self._saved(transaction, replace(await known(transaction, who), is_leader=is_leader))

    async def _saved(self, transaction: Transaction, person: Person) -> SettingsFacts:
        await transaction.people.save(person)
        await replan(transaction, person, self._context.clock())
        return await settings_facts(self._context, transaction, person)
