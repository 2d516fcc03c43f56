"""Pausing, resuming, and offering a pause to people whose Slack status says that they are away."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.people.away import last_day_away, says_away
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.settings import SettingsFacts
from bot.domain.people.taking_part import takes_part
from bot.domain.time.schedule import DAY, Pause, local
from bot.errors import Problem
from bot.nudges import PAUSE_OFFER
from bot.parsing.pauses import read_pause
from bot.parsing.reading import Asker
from bot.services.context import Context
from bot.services.people import invitations
from bot.services.people.facts import known, settings_facts
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.slack.directory import profile_of
from bot.storage.transaction import Transaction


class Pauses:
    """Days on which somebody wants nothing."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def pause(self, who: Who, text: str, *, is_leave: bool = False) -> SettingsFacts:
        """Pause on the days in `text`, both ends included, now or later; open-ended if it is empty. `is_leave`: the
        text is about days off ("off friday"), so a single day means that day, not everything up to it. Raises Problem
        for text that means no coming days or is ambiguous, and for somebody who has not started.
        """
        person = await self._allowed(who)
        now = local(self._context.clock(), person.zone).replace(tzinfo=None)
        asker = Asker(now, person.zone, person.locale, person.first_day)
        return await self._pause(person, read_pause(text, asker, is_leave=is_leave))

    async def form(self, who: Who) -> date:
        """The person's local date, to prefill a form. Raises Problem for somebody who has not started."""
        return self._context.today(await self._allowed(who))

    async def pause_between(self, who: Who, first: date, last: date | None) -> SettingsFacts:
        """Pause on these days, both included; open-ended without a last one. A first day in the past becomes today.
        Raises Problem, at the field for an end before the start, and for somebody who has not started.
        """
        person = await self._allowed(who)
        first = max(first, self._context.today(person))
        if last is not None and last < first:
            raise Problem("pauses.problems.ends_first", "last")
        return await self._pause(person, Pause(first, last))

    async def pause_until(self, who: Who, last: date) -> SettingsFacts:
        """Pause from today until `last`, included. Raises Problem if that day has passed."""
        person = await self._allowed(who)
        today = self._context.today(person)
        if last < today:
            raise Problem("errors.stale")
        return await self._pause(person, Pause(today, last))

    async def resume(self, who: Who) -> tuple[SettingsFacts, bool]:
        """End the pause now, or drop an upcoming one. Returns what comes next, and whether there was a pause."""
        await self._allowed(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            today = self._context.today(before)
            was_paused = any(pause.last is None or pause.last >= today for pause in before.pauses)
            await transaction.people.resume(who.user_id, today - DAY)
            person = await known(transaction, who)
            await invitations.tell_waiting(self._context, transaction, person)
            return await self._replanned(transaction, person), was_paused

    async def status_changed(self, who: Who, user: dict[str, Any]) -> None:
        """Offer a pause, once for each last day, if a changed Slack user's status says that they are away for days."""
        profile = profile_of(user)
        if not profile.status_until or not says_away(profile.status_text, profile.status_emoji):
            return
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await transaction.people.get(who.user_id)
            if person is None or not takes_part(person):
                return
            today = self._context.today(person)
            last = last_day_away(datetime.fromtimestamp(profile.status_until, UTC), person.zone)
            if last <= today or any(pause.covers(today) for pause in person.pauses):
                return
            offered = await transaction.outbox.of(who.user_id, [PAUSE_OFFER], status=None)
            if last.isoformat() not in {delivery.subject for delivery in offered}:
                await transaction.outbox.add(self._context.at_once(person, PAUSE_OFFER, last.isoformat()))

    async def _pause(self, before: Person, pause: Pause) -> SettingsFacts:
        is_paused = any(running.covers(self._context.today(before)) for running in before.pauses)
        async with self._context.database.transaction(before.workspace_id) as transaction:
            await transaction.people.pause(before.user_id, pause)
            person = await known(transaction, before.who)
            if is_paused:
                await invitations.tell_waiting(self._context, transaction, person)
            return replace(await self._replanned(transaction, person), paused=pause)

    async def _replanned(self, transaction: Transaction, person: Person) -> SettingsFacts:
        await replan(transaction, person, self._context.clock())
        return await settings_facts(self._context, transaction, person)

    async def _allowed(self, who: Who) -> Person:
        person = await self._people.permitted(who, Permission.CHANGE_SETTINGS, own=True)
        if person.status is not PersonStatus.ACTIVE:
            raise Problem("pauses.problems.nothing_to_pause")
        return person
