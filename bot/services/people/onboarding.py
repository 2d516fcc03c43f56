"""Starting and stopping: the first message, once ever, and what its buttons do."""

import asyncio
from dataclasses import replace

from bot import log
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, PersonStatus, Position, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.positions import asks_position, guessed_position, in_position
from bot.domain.people.settings import SettingsFacts
from bot.nudges import WELCOME
from bot.services.context import Context
from bot.services.people import invitations, reaching
from bot.services.people.facts import known, settings_facts
from bot.services.people.first_prompt import give_first_prompt, has_prompt
from bot.services.people.people import People
from bot.services.people.teams import leaders_of
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction

PATIENCE = 1.0  # real seconds that a guess may take

logger = log.get(__name__)


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
        """Take part, and get the first prompt now. What they said they do holds; who was named by a leader sells, and
        for others the title in their profile stands until they say otherwise.

        Somebody whose title says nothing is no further for it: the answer to `position` starts them. Raises Problem for
        a guest.
        """
        person = await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        guess = await self._title_says(person) if asks_position(person) else None
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            if person.position is None and not person.is_leader and await leaders_of(transaction, who.user_id):
                person = replace(person, position=Position.SALESPERSON)
            if asks_position(person) and guess is not None:
                person = in_position(person, guess)
            if asks_position(person):
                return await settings_facts(self._context, transaction, person)
            return await self._started(transaction, person)

    async def not_for_me(self, who: Who) -> SettingsFacts:
        """No to the welcome. It stops nobody who started elsewhere meanwhile: a welcome may stand there for months."""
        person = await self._people.meet(who)
        if person.status is not PersonStatus.ACTIVE:
            return await self.stop(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await settings_facts(self._context, transaction, await known(transaction, who))

    async def welcome_to(self, who: Who) -> list[Delivery]:
        """The welcome of this person, where it arrived: it says how things stand, wherever they were changed."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.outbox.of(who.user_id, [WELCOME])

    async def stop(self, who: Who) -> SettingsFacts:
        """Send this person nothing more. What they wrote and set is kept."""
        await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            # Plans about a call or a step stay: they are withheld, and come again once the person starts again.
            person = replace(await known(transaction, who), status=PersonStatus.STOPPED)
            return await self._saved(transaction, person)

    async def position(self, who: Who, position: Position) -> SettingsFacts:
        """Say what this person does, and take part; what comes to them follows. Raises Problem for a guest."""
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            return await self._started(transaction, in_position(person, position))

    async def _title_says(self, person: Person) -> Position | None:
        """What this person probably does by the title in their profile; None where it says nothing, or Slack does not
        answer soon.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                profile = await self._context.directory.profile(person.who)
        except Exception as error:  # noqa: BLE001 - whatever keeps Slack from telling, we ask without a guess
            logger.info("title_not_looked_at", why=type(error).__name__)
            return None
        return guessed_position(profile.title) if profile else None

    async def _started(self, transaction: Transaction, person: Person) -> SettingsFacts:
        was_active = person.status is PersonStatus.ACTIVE
        person = replace(person, status=PersonStatus.ACTIVE)
        await reaching.started(transaction, person.user_id)
        await invitations.tell_waiting(self._context, transaction, person)
        if not was_active:
            await give_first_prompt(self._context, transaction, person)
        facts = await self._saved(transaction, person)
        return replace(facts, has_prompt=await has_prompt(self._context, transaction, person))

    async def _saved(self, transaction: Transaction, person: Person) -> SettingsFacts:
        await transaction.people.save(person)
        await replan(transaction, person, self._context.clock())
        return await settings_facts(self._context, transaction, person)
