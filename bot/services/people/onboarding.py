"""Starting and stopping: the first message, once ever, and what its buttons do."""

from dataclasses import replace

from bot.domain.people.people import Person, Standing, Who
from bot.domain.people.permissions import Act
from bot.domain.people.settings import SettingsFacts
from bot.nudges import WELCOME
from bot.services.context import Tools
from bot.services.people import invitations
from bot.services.people.people import People
from bot.services.people.settings import known, settings_facts
from bot.services.people.teams import leaders_of
from bot.services.planning.recurring import replan
from bot.storage.transaction import Memory


class Onboarding:
    """How somebody comes to take part, and leaves again. Nothing recurring comes to anybody who did not start."""

    def __init__(self, tools: Tools, people: People) -> None:
        self._tools = tools
        self._people = people

    async def opened_home(self, who: Who) -> Person:
        """Meet whoever opened the Home tab; the first time ever they get the welcome. Guests get none."""
        person = await self._people.meet(who)
        if person.standing is not Standing.NEW or person.is_guest:
            return person
        async with self._tools.database.transaction(who.workspace_id) as memory:
            person = await known(memory, who)
            if person.standing is Standing.NEW:  # opened on the phone at the same moment
                person = replace(person, standing=Standing.WELCOMED)
                await memory.people.save(person)
                await memory.outbox.add(self._tools.at_once(person, WELCOME))
        return person

    async def start(self, who: Who) -> SettingsFacts:
        """Take part: for the first time as a leader, unless a leader named them; after a stop as before it.

        Raises Problem for a guest.
        """
        await self._people.permitted(who, Act.CHANGE_SETTINGS, own=True)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            person = await known(memory, who)
            if person.standing in {Standing.NEW, Standing.WELCOMED}:
                led = await leaders_of(memory, who.user_id)
                person = replace(person, is_leader=person.is_leader or not led)
            person = replace(person, standing=Standing.ACTIVE)
            await invitations.tell_waiting(self._tools, memory, person)
            return await self._saved(memory, person)

    async def stop(self, who: Who) -> SettingsFacts:
        """Send this person nothing more. What they wrote and set is kept."""
        await self._people.meet(who)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            person = replace(await known(memory, who), standing=Standing.STOPPED)
            await memory.schedules.remove(who.user_id)
            return await self._saved(memory, person)

    async def lead(self, who: Who, is_leader: bool) -> SettingsFacts:
        """Say whether this person leads a team; what comes to them follows. Raises Problem for a guest."""
        await self._people.permitted(who, Act.CHANGE_SETTINGS, own=True)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            return await self._saved(memory, replace(await known(memory, who), is_leader=is_leader))

    async def _saved(self, memory: Memory, person: Person) -> SettingsFacts:
        await memory.people.save(person)
        await replan(memory, person, self._tools.clock())
        return await settings_facts(self._tools, memory, person)
