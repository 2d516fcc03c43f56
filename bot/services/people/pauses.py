"""Pausing, resuming, and offering a pause to people whose Slack status says that they are away."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.people.away import last_day_away, says_away
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.settings import SettingsFacts
from bot.domain.people.taking_part import takes_part, why_nothing_comes
from bot.domain.time.schedule import DAY, Pause, next_pause
from bot.errors import Problem
from bot.nudges import PAUSE_OFFER
from bot.parsing.pauses import UNCLEAR, plain, read_pause, shown
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
        return await self._pause(person, self._read(person, text, is_leave=is_leave))

    async def are_days(self, who: Who, text: str) -> bool:
        """Whether a text means days, even if it is not clear which."""
        try:
            self._read(await self._people.meet(who), text)
        except Problem as problem:
            return problem.key != UNCLEAR
        return True

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

    async def resume(self, who: Who, text: str = "") -> tuple[SettingsFacts, Pause | None]:
        """End the pause now, or drop the next one if there is none now; later ones stay. Returns what comes next, and
        that pause, or None. Raises Problem if `text` means a later day, since nothing ends then by this.
        """
        person = await self._allowed(who)
        if text and await self.are_days(who, text):
            self._must_be_now(person, self._read(person, text))
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await known(transaction, who)
            today = self._context.today(before)
            ended = next_pause(before.pauses, today)
            if ended is not None:
                await transaction.people.end_pause(who.user_id, ended, today - DAY)
            person = await known(transaction, who)
            await invitations.tell_waiting(self._context, transaction, person)
            return await self._replanned(transaction, person), ended

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

    def _read(self, person: Person, text: str, *, is_leave: bool = False) -> Pause:
        return read_pause(text, Asker.of(person, self._context.clock()), is_leave=is_leave)

    def _must_be_now(self, person: Person, named: Pause) -> None:
        today = self._context.today(person)
        back = named.first if named.first > today else named.last
        if back is not None and back > today:
            raise Problem("pauses.problems.resume_later", day=shown(back), example=plain(back - DAY))

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
            raise Problem(why_nothing_comes(person))
        return person
