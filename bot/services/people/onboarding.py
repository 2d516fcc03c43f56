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
from bot.services.people import colleague_messages, invitations
from bot.services.people.facts import known, settings_facts
from bot.services.people.first_prompt import give_first_prompt, has_prompt
from bot.services.people.people import People
from bot.services.people.teams import leaders_of
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction

PATIENCE = 1.0  # real seconds that a guess may take

logger = log.get(__name__)


class Onboarding:
    """How somebody starts to take part, and stops. Nobody gets anything recurring before they start."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def opened_home(self, who: Who) -> Person:
        """Meet the person who opened the Home tab; the very first time, they get the welcome. Guests get none."""
        person = await self._people.meet(who)
        if person.status is not PersonStatus.NEW or person.is_guest:
            return person
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            if person.status is PersonStatus.NEW:  # not opened on the phone at the same moment
                person = replace(person, status=PersonStatus.WELCOMED)
                await transaction.people.save(person)
                await transaction.outbox.add(self._context.at_once(person, WELCOME))
        return person

    async def start(self, who: Who) -> SettingsFacts:
        """Take part, and get the first prompt now. Their position is what they said; else salesperson, if a leader
        named them; else a guess from the title in their profile, until they say otherwise. Somebody whose title says
        nothing does not start yet: their answer to `position` starts them. Raises Problem for a guest.
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
        """Say no to the welcome. It stops nobody who started elsewhere meanwhile: a welcome may sit there for
        months.
        """
        person = await self._people.meet(who)
        if person.status is not PersonStatus.ACTIVE:
            return await self.stop(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await settings_facts(self._context, transaction, await known(transaction, who))

    async def welcome_to(self, who: Who) -> list[Delivery]:
        """The welcome message of this person, if it arrived: it shows the current state, wherever that was changed."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.outbox.of(who.user_id, [WELCOME])

    async def stop(self, who: Who) -> SettingsFacts:
        """Send this person nothing more. Their texts and settings are kept."""
        await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            # Plans about a call or a step stay: they are withheld, and resume once the person starts again.
            person = replace(await known(transaction, who), status=PersonStatus.STOPPED)
            return await self._saved(transaction, person)

    async def position(self, who: Who, position: Position) -> SettingsFacts:
        """Set what this person does, and take part; their messages follow from that. Raises Problem for a guest."""
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            return await self._started(transaction, in_position(person, position))

    async def _title_says(self, person: Person) -> Position | None:
        """What this person probably does, from the title in their profile; None if it says nothing, or Slack does not
        answer in time.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                profile = await self._context.directory.profile(person.who)
        except Exception as error:  # noqa: BLE001 - whatever keeps Slack from answering, we ask without a guess
            logger.info("title_not_looked_at", why=type(error).__name__)
            return None
        return guessed_position(profile.title) if profile else None

    async def _started(self, transaction: Transaction, person: Person) -> SettingsFacts:
        was_active = person.status is PersonStatus.ACTIVE
        person = replace(person, status=PersonStatus.ACTIVE)
        await colleague_messages.started(transaction, person.user_id)
        await invitations.tell_waiting(self._context, transaction, person)
        if not was_active:
            await give_first_prompt(self._context, transaction, person)
        facts = await self._saved(transaction, person)
        return replace(facts, has_prompt=await has_prompt(self._context, transaction, person))

    async def _saved(self, transaction: Transaction, person: Person) -> SettingsFacts:
        await transaction.people.save(person)
        await replan(transaction, person, self._context.clock())
        return await settings_facts(self._context, transaction, person)
