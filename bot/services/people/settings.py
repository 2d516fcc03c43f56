"""A person's own settings: reading them with all upcoming times, and changing them."""

from dataclasses import replace
from datetime import date, time

from bot.domain.people.earlier_settings import with_earlier_settings
from bot.domain.people.people import NudgeKind, Person, PersonStatus, Who
from bot.domain.people.permissions import Permission, may_upgrade
from bot.domain.people.settings import USUAL_PROMPT, SettingsFacts, SettingsForm, changed
from bot.domain.people.taking_part import why_nothing_comes
from bot.domain.time.schedule import DAY, Pause, next_pause
from bot.errors import Problem, Problems
from bot.parsing.reading import Asker
from bot.parsing.settings_line import SettingsLine, read_settings
from bot.services.context import Context
from bot.services.people import invitations
from bot.services.people.facts import known, settings_facts
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction
from content.languages import languages

TIME_ASKED = frozenset({"errors.time_either", "settings.problems.time"})


class PersonalSettings:
    """What everybody decides for themselves."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> SettingsFacts:
        """This person's current settings, and when everything recurring comes next. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            facts = await settings_facts(self._context, transaction, person)
        lacking = await self._context.lacking(who.workspace_id)
        heeds_dnd = lacking is None or "dnd:read" not in lacking.scopes
        upgrade = lacking if lacking is not None and may_upgrade(person, lacking) else None
        return replace(facts, upgrade=upgrade, heeds_dnd=heeds_dnd)

    async def save(self, who: Who, form: SettingsForm) -> SettingsFacts:
        """Apply all settings in the form at once, including its pause, and replan. Raises Problems at the fields that
        cannot be understood.
        """
        await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            after = changed(before, form)
            if form.pause is not None:
                await self._pause(transaction, before, *form.pause)
                after = replace(after, pauses=(await known(transaction, who)).pauses)
            return await self._saved(transaction, before, after)

    async def read(self, who: Who, text: str) -> SettingsLine:
        """Parse what was typed after `settings`. Raises Problem as `parsing.settings_line.read_settings`."""
        person = await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        asker = replace(Asker.of(person, self._context.clock()), hours=person.hours)
        return read_settings(text, asker, languages(person.locale))

    async def are_settings(self, who: Who, text: str) -> bool:
        """Whether a text can be typed after `settings`, even if its time is asked about ("prompt 6")."""
        try:
            await self.read(who, text)
        except Problem as problem:
            return problem.key in TIME_ASKED
        return True

    async def change(self, who: Who, form: SettingsForm) -> SettingsFacts:
        """Apply what somebody typed and keep the rest: a day without a time keeps its time. Raises Problem or
        Problems.
        """
        async with self._context.database.reading(who.workspace_id) as transaction:
            person = await known(transaction, who)
        asks_checkin = form.checkin_day is not None or form.checkin_at is not None
        if (asks_checkin or any(kind is NudgeKind.CHECKIN for kind, _ in form.wanted)) and not person.checks_in:
            raise Problem("settings.problems.leads_nobody")
        if form.prompt_on:
            form = replace(form, prompt_at=form.prompt_at or person.prompt_at or person.hours.nearest(USUAL_PROMPT))
        if form.checkin_day is not None:
            form = replace(form, checkin_at=form.checkin_at or person.checkin_at)
        return await self.save(who, form)

    async def set_prompt_time(self, who: Who, at: time) -> SettingsFacts:
        """Send the daily prompt at that local time. Raises Problem for a guest."""
        return await self.save(who, SettingsForm(prompt_on=True, prompt_at=at))

    async def set_country(self, who: Who, chosen: str) -> SettingsFacts:
        """Use the public holidays of a country by its code; "none" for none, "" for guessed ones. Raises Problem for a
        guest, and for an unknown code.
        """
        return await self.save(who, SettingsForm(country=chosen))

    async def _pause(self, transaction: Transaction, person: Person, first: date | None, last: date | None) -> None:
        """Make the current or next pause run from `first` to `last`; with neither, it ends now."""
        today = self._context.today(person)
        current = next_pause(person.pauses, today)
        if (first, last) == ((current.first, current.last) if current else (None, None)):
            return
        wanted = None if first is None and last is None else Pause(max(first or today, today), last)
        if wanted is not None and last is not None and last < wanted.first:
            raise Problems(Problem("settings.problems.pause_order", field="pause_last"))
        if wanted is not None and person.status is not PersonStatus.ACTIVE:
            raise Problems(Problem(why_nothing_comes(person), field="pause_first"))
        if current is not None:
            await transaction.people.end_pause(person.user_id, current, today - DAY)
        if wanted is not None:
            await transaction.people.pause(person.user_id, wanted)
        if current is not None and current.covers(today):
            await invitations.tell_waiting(self._context, transaction, await known(transaction, person.who))

    async def _saved(self, transaction: Transaction, before: Person, after: Person) -> SettingsFacts:
        person = with_earlier_settings(before, after, self._context.today(before))
        await transaction.people.save(person)
        await replan(transaction, person, self._context.clock())
        return replace(await settings_facts(self._context, transaction, person), was=before)
