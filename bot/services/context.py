"""What every use case works with, and the small things that many of them do."""

import asyncio
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from secrets import token_hex

from bot.clock import Clock
from bot.domain.deliveries import Delivery
from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.leavers import LEAVERS_DAYS
from bot.domain.people.people import Person
from bot.domain.people.permissions import may_upgrade
from bot.domain.time.schedule import local_date
from bot.slack.directory import Directory
from bot.slack.grants import ALL_GRANTED, Grants
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library

PATIENCE = 1.0  # real seconds that Slack may take to say which scopes are granted


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that the use cases share; assembled once, in `bot.app.worker`.

    `site` is where other tools reach the web server, such as https://chair.example.com; "" if they cannot.
    `leavers_days`: for how many days everything about a person who left Slack is kept; 0 for ever.
    """

    database: Database
    directory: Directory
    libraries: Libraries
    clock: Clock
    grants: Grants = ALL_GRANTED
    _: KW_ONLY
    site: str = ""
    leavers_days: int = LEAVERS_DAYS

    @property
    def library(self) -> Library:
        """The English library, which the rules use. What somebody reads comes from `words_for`."""
        return self.libraries.default

    def words_for(self, person: Person) -> Library:
        """The library of a person's own language."""
        return self.libraries.of(person.locale_tag)

    def today(self, person: Person) -> date:
        """The person's local date."""
        return local_date(self.clock(), person.zone)

    async def lacking(self, workspace_id: str) -> Upgrade | None:
        """The scopes that a workspace has not granted; None if there are none, or if Slack does not answer in time: a
        form that waits for it has three seconds to open.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.grants.lacking(workspace_id)
        except TimeoutError:
            return None

    async def upgrade_for(self, person: Person) -> Upgrade | None:
        """The same for people who can grant them; None for others."""
        upgrade = await self.lacking(person.workspace_id)
        return upgrade if upgrade is not None and may_upgrade(person, upgrade) else None

    async def note_shown(self, workspace_id: str, shown: Sequence[Disclosure]) -> None:
        """Record what somebody was just shown of others' answers, if any of it is new that day."""
        if shown:
            async with self.database.transaction(workspace_id, aside=True) as transaction:
                await transaction.disclosures.note(shown, self.clock())

    def at_once(self, person: Person, nudge: str, subject: str = "") -> Delivery:
        """A message in a slot of its own, due now: `transaction.outbox.add` queues it within the transaction that
        caused it. `subject` tells two on the same day apart; with the same subject, only one goes out per day.
        """
        return Delivery.of_slot(person.workspace_id, person.user_id, nudge, subject, self.today(person), self.clock())


def new_id() -> str:
    """A fresh opaque id, 32 hexadecimal digits."""
    return token_hex(16)
