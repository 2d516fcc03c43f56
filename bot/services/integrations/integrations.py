"""Issues and revokes access keys for people, and serves the tools that use them."""

from datetime import timedelta
from secrets import token_urlsafe

from bot.calendar.writer import calendar_file
from bot.domain.aggregates import AggregateKind
from bot.domain.integrations.access_keys import (
    AccessKey,
    AccessKeyKind,
    CalendarEntry,
    digest_of,
    secret_in,
    workspace_of,
)
from bot.domain.integrations.numbers import AdminNumbers
from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission, may
from bot.domain.ridealongs.ridealongs import RideAlong, RideAlongState
from bot.domain.visibility import FOR_ADMIN
from bot.errors import Problem
from bot.nudges import NOT_COUNTED
from bot.services.context import Context
from bot.services.people import allowances
from bot.services.people.people import FRESH, FRESH_AS_ADMIN, People
from bot.services.prompts.named import prompts_named
from bot.services.prompts.what_works import tallies_of
from bot.storage.database import reading
from bot.storage.outbox.integrations import workspace_of_key
from bot.storage.transaction import Transaction
from content.models import Library

LOOK_BACK = timedelta(days=90)  # how long a ride-along stays in the owner's calendar tools
WEEK = timedelta(days=7)
ASKS = {AccessKeyKind.CALENDAR: Permission.KEEP_CALENDAR, AccessKeyKind.API: Permission.SEE_ADMIN}
PATHS = {AccessKeyKind.CALENDAR: "/calendar/{secret}.ics", AccessKeyKind.API: "/api/v1/numbers"}


class Integrations:
    """A secret is shown once, to its owner; asking again makes a new one, and the old one stops working."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def issue(self, who: Who, kind: AccessKeyKind) -> tuple[str, str]:
        """The address of a new access key, and its secret. Raises Problem if the person may not, or if our web server
        cannot be reached from outside.
        """
        person = await self._people.permitted(who, ASKS[kind], own=True)
        if not self._context.site:
            raise Problem("integrations.problems.no_address")
        secret = secret_in(who.workspace_id, token_urlsafe(32))
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await allowances.use(self._context, transaction, person, Allowance.ACCESS_KEY)
            await transaction.access_keys.save(AccessKey(who.user_id, kind, digest_of(secret), self._context.clock()))
        return self._context.site + PATHS[kind].format(secret=secret), secret

    async def revoke(self, who: Who, kind: AccessKeyKind) -> bool:
        """Revoke the key; returns whether there was one. Anybody may revoke their own."""
        async with self._context.database.transaction(who.workspace_id) as transaction:
            return await transaction.access_keys.remove(who.user_id, kind)

    async def numbers(self, who: Who) -> AdminNumbers:
        """What an admin may see. Raises Problem for anybody else."""
        await self._people.permitted(who, Permission.SEE_ADMIN)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._numbers(transaction)

    async def numbers_for(self, secret: str) -> AdminNumbers | None:
        """The same for a tool with an admin's secret; None if it is nobody's, or its owner is no longer an admin."""
        person = await self._owner(secret, AccessKeyKind.API, FRESH_AS_ADMIN)
        if person is None or not may(person, Permission.SEE_ADMIN):
            return None
        async with self._context.database.reading(person.workspace_id) as transaction:
            return await self._numbers(transaction)

    async def calendar_for(self, secret: str) -> str | None:
        """The ride-alongs of the owner of this secret, from ninety days ago on, as an iCalendar file; None if it is
        nobody's.
        """
        person = await self._owner(secret, AccessKeyKind.CALENDAR)
        if person is None:
            return None
        async with self._context.database.reading(person.workspace_id) as transaction:
            rides = await transaction.ridealongs.of(person.user_id, self._context.clock() - LOOK_BACK)
            entries = await self._entries(transaction, person, rides)
        return self._file(person, entries)

    async def file(self, who: Who, ride_id: str) -> str:
        """One ride-along as an iCalendar file. Raises Problem if it is not theirs, and for a guest."""
        person = await self._people.permitted(who, Permission.KEEP_CALENDAR, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            ride = await transaction.ridealongs.get(ride_id)
            if ride is None or who.user_id not in (ride.leader_id, ride.salesperson_id):
                raise Problem("ridealong.not_yours")
            entries = await self._entries(transaction, person, [ride])
        return self._file(person, entries)

    def _file(self, person: Person, entries: list[CalendarEntry]) -> str:
        name = self._context.words_for(person).say("integrations.calendar.name")
        return calendar_file(name, entries, self._context.clock())

    async def _owner(self, secret: str, kind: AccessKeyKind, fresh: timedelta = FRESH) -> Person | None:
        digest, workspace_id = digest_of(secret), workspace_of(secret)
        if workspace_id is None:
            async with reading(self._context.database.engine) as connection:
                workspace_id = await workspace_of_key(connection, digest)
        if workspace_id is None:
            return None
        async with self._context.database.reading(workspace_id) as transaction:
            key = await transaction.access_keys.known_by(digest, kind)
            person = None if key is None else await transaction.people.get(key.user_id)
        if person is None or person.status is PersonStatus.GONE:
            return None
        try:
            person = await self._people.meet(person.who, fresh)  # a tool may keep coming for years after they left
        except Problem:  # Slack no longer knows them
            return None
        return None if person.status is PersonStatus.GONE or person.is_guest else person

    async def _entries(self, transaction: Transaction, person: Person, rides: list[RideAlong]) -> list[CalendarEntry]:
        others = await transaction.people.some({ride.other(person.user_id) for ride in rides})
        names, library = {other.user_id: other.name for other in others}, self._context.words_for(person)
        return [self._entry(library, ride, names.get(ride.other(person.user_id), "")) for ride in rides]

    @staticmethod
    def _entry(library: Library, ride: RideAlong, other: str) -> CalendarEntry:
        say, kind = library.say, ride.contract.call_type
        title = say("integrations.calendar.entry", customer=ride.customer, other=other)
        text = say("integrations.calendar.text", type=say(f"ridealong.type_name.{kind}"))
        confirmed = ride.state in {RideAlongState.CONFIRMED, RideAlongState.OVER}
        return CalendarEntry(
            ride.id, title, text, ride.starts_at, ride.ends_at,
            change=ride.version, is_confirmed=confirmed, is_cancelled=ride.state is RideAlongState.CANCELLED,
        )  # fmt: skip

    async def _numbers(self, transaction: Transaction) -> AdminNumbers:
        """Reads only what has already been counted and shown: a request must not be what fixes a number."""
        weeks = await transaction.aggregates.of_kind(AggregateKind.WEEK, FOR_ADMIN)
        quarters = await transaction.aggregates.of_kind(AggregateKind.QUARTER, FOR_ADMIN)
        library, tallies = self._context.library, await tallies_of(transaction)
        prompts = await prompts_named(transaction, library, tallies.keys())
        return AdminNumbers(
            sorted(weeks, key=lambda week: week.scope),
            sorted(quarters, key=lambda quarter: quarter.scope),
            {prompt.action: tallies[prompt_id] for prompt_id, prompt in prompts.items()},
            await transaction.outbox.trouble_counts(self._context.clock() - WEEK, NOT_COUNTED),
        )
