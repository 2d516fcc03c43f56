"""A person's own settings: reading them with every next time, and changing them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from bot.domain.people.countries import NO_HOLIDAYS, is_known
from bot.domain.people.people import Earlier, Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.positions import in_position
from bot.domain.people.settings import SettingsFacts, SettingsForm, Upcoming
from bot.domain.time.schedule import DAY
from bot.domain.time.zones import find_zone
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction


class PersonalSettings:
    """What everybody decides for themselves."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> SettingsFacts:
        """What is in force for this person, and when everything recurring comes next. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            facts = await settings_facts(self._context, transaction, person)
        return replace(facts, upgrade=await self._context.upgrade_for(person))

    async def save(self, who: Who, form: SettingsForm) -> SettingsFacts:
        """Change every setting at once and plan anew. Raises Problems at the fields that cannot be understood."""
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            return await self._saved(transaction, before, _changed(before, form))

    async def set_prompt_time(self, who: Who, at: time) -> SettingsFacts:
        """Send the daily prompt at that time of their day. Raises Problem for a guest."""
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            return await self._saved(transaction, before, replace(before, prompt_at=at))

    async def set_country(self, who: Who, chosen: str) -> SettingsFacts:
        """Keep the public holidays of a country by its code, none for "none", or for "" those that are guessed.

        Raises Problem for a guest, and for a code that we do not know.
        """
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            return await self._saved(transaction, before, replace(before, country=_country(chosen)))

    async def _saved(self, transaction: Transaction, before: Person, after: Person) -> SettingsFacts:
        person = _remembering(before, after, self._context.today(before))
        await transaction.people.save(person)
        await replan(transaction, person, self._context.clock())
        return await settings_facts(self._context, transaction, person)


async def known(transaction: Transaction, who: Who) -> Person:
    """The person as this transaction sees them: what was read before it may be out of date by now.

    Raises Problem for somebody whom nobody has met.
    """
    person = await transaction.people.get(who.user_id)
    if person is None:
        raise Problem("errors.unknown_person")
    return person


async def settings_facts(context: Context, transaction: Transaction, person: Person) -> SettingsFacts:
    """A person's settings with the next time of every recurring nudge; none while they take no part."""
    plans = await transaction.schedules.of(person.user_id) if person.status is PersonStatus.ACTIVE else []
    upcoming = tuple(Upcoming(plan.nudge, plan.next.due_at, plan.zone) for plan in plans if plan.at is not None)
    return SettingsFacts(person, context.today(person), upcoming)


def _changed(person: Person, form: SettingsForm) -> Person:
    """The person with what the form says. Raises Problems."""
    problems: list[Problem] = []
    zone, country = _read(_zone, form.zone, problems), _read(_country, form.country, problems)
    if not form.working_days:
        problems.append(Problem("settings.problems.no_days", field="working_days"))
    if form.prompt_on and form.prompt_at is None:
        problems.append(Problem("settings.problems.no_prompt_time", field="prompt_at"))
    if form.checkin_day is not None and form.checkin_at is None:
        problems.append(Problem("settings.problems.no_checkin_time", field="checkin_at"))
    if problems:
        raise Problems(*problems)
    return replace(
        in_position(person, form.position) if form.position else person,
        own_zone=zone,
        prompt_at=form.prompt_at if form.prompt_on else None,
        working_days=form.working_days,
        checkin_day=person.checkin_day if form.checkin_day is None else form.checkin_day,
        checkin_at=form.checkin_at or person.checkin_at,
        country=country,
    )


def _remembering(before: Person, after: Person, today: date) -> Person:
    """`after`, with the days that held until yesterday: streaks judge a past day, and week, by the days of its time."""
    kept = (before.working_days, before.holiday_country, before.checkin_day)
    if kept == (after.working_days, after.holiday_country, after.checkin_day):
        return after
    until = today - DAY
    if any(earlier.until >= until for earlier in before.earlier):
        return after  # changed again on one day: what held yesterday is known already
    return replace(after, earlier=(*before.earlier, Earlier(until, *kept)))


def _read(reader: Callable[[str], str | None], text: str, problems: list[Problem]) -> str | None:
    """What `reader` makes of a text; its problem joins the others, so that all are shown at once."""
    try:
        return reader(text)
    except Problem as problem:
        problems.append(problem)
        return None


def _zone(chosen: str) -> str | None:
    """The zone that was chosen, or None where that of the Slack profile is followed. Raises Problem."""
    if chosen and find_zone(chosen) is None:
        raise Problem("errors.stale", field="zone")
    return find_zone(chosen) if chosen else None


def _country(chosen: str) -> str | None:
    """The code that was chosen; None where it is to be guessed. Raises Problem."""
    if chosen and chosen != NO_HOLIDAYS and not is_known(chosen):
        raise Problem("errors.stale", field="country")
    return chosen or None
