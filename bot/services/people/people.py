"""Meeting people: who they are to us, kept in sync with what Slack says about them."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import log
from bot.domain.installations.team_access import is_cut_off
from bot.domain.people.earlier_settings import with_earlier_settings
from bot.domain.people.leavers import as_left, as_there
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import RULES, Permission, Role, refusal
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.localtime import is_zone
from bot.errors import Problem
from bot.nudges.nudge import CUT_OFF
from bot.services.context import Context
from bot.services.people.identities import Identities
from bot.services.planning.kept_back import ASKED
from bot.services.planning.recurring import replan
from bot.slack.directory import Profile, profile_of
from bot.storage.base.request_cache import keep, taken
from bot.storage.transaction import Transaction

FRESH = timedelta(days=1)
FRESH_AS_ADMIN = timedelta(minutes=10)  # admin rights reach far, and Slack's event about a change may be lost
PATIENCE = 1.0

logger = log.get(__name__)
# What Slack just said about a stranger, so that the use case of the same request need not ask again.
_just_asked: ContextVar[tuple[Who, Profile | None] | None] = ContextVar("just_asked", default=None)


class People:
    """Knows everyone who ever touched us."""

    def __init__(self, context: Context, *, patience: float = PATIENCE) -> None:
        """`patience` in real seconds: how long somebody waits for Slack's latest profile, unless they are new to us."""
        self._context = context
        self.identities = Identities(context)
        self._patience = patience

    async def meet(self, who: Who, fresh: timedelta = FRESH) -> Person:
        """The person, looked up in Slack if we do not know them or last looked longer than `fresh` ago. Raises Problem
        if Slack does not know them or they are a bot.
        """
        person = taken(who)
        if person is None:
            person = await self._known(who)
        if person is None:
            asked, profile = _just_asked.get() or (None, None)
            _just_asked.set(None)
            if asked != who or profile is None:
                profile = await self._context.directory.profile(who)
            return await self._taken_over(who, profile)
        is_there = person.status is not PersonStatus.GONE  # somebody who left and asks for something is back
        if is_there and person.seen_at is not None and abs(self._context.clock() - person.seen_at) < fresh:
            return person
        try:
            async with asyncio.timeout(self._patience):
                profile = await self._context.directory.profile(who)
        except Exception as error:  # noqa: BLE001 - whatever keeps Slack from answering, what we know will do
            logger.info("profile_not_looked_at", why=type(error).__name__)
            return person
        return await self._taken_over(who, profile)

    async def locale_tag(self, who: Who) -> str:
        """The locale that somebody reads, as in `Person.locale_tag`. For strangers, Slack is asked and nothing is
        stored; "" if it does not know them. Raises TimeoutError if it does not answer in time, and what Slack raises. A
        known person is cached for the use case that follows; for a stranger in an organisation, a former id is looked
        up.
        """
        person = await self._known(who)
        if person is None:
            async with asyncio.timeout(self._patience):
                profile = await self._context.directory.profile(who)
            _just_asked.set((who, profile))
            if profile is None:
                return ""
            stranger = Person(who.workspace_id, who.user_id, profile_zone=profile.zone, locale=profile.locale)
            if profile.global_id == who.user_id:
                await self.identities.look_back(who)
                person = await self._known(who)
            if person is None:
                return stranger.locale_tag
        keep(person)
        return person.locale_tag

    async def permitted(self, who: Who, act: Permission, *, own: bool = False) -> Person:
        """The person, if they may do `act`; `own` as in `domain.permissions.refusal`.

        Admin rights are checked against a fresher profile. Raises Problem if they may not, and as `meet` does.
        """
        person = await self.meet(who)
        if person.is_admin and Role.ADMIN in RULES[act].roles:
            person = await self.meet(who, FRESH_AS_ADMIN)
        if refused := refusal(person, act, own=own):
            raise refused
        return person

    async def refresh(self, who: Who) -> Person:
        """The person as Slack knows them right now. Raises Problem as `meet` does, and if Slack does not answer in
        time: a form that waits for it has three seconds to open.
        """
        try:
            async with asyncio.timeout(self._patience):
                profile = await self._context.directory.profile(who)
        except TimeoutError as error:
            raise Problem("errors.not_recognised") from error
        return await self._taken_over(who, profile)

    async def _taken_over(self, who: Who, profile: Profile | None) -> Person:
        if profile is None or profile.is_bot:
            raise Problem("errors.unknown_person")
        return await self.profile_changed(who, profile)

    async def meet_all(self, workspace_id: str, user_ids: Sequence[str], field: str) -> None:
        """Look up people in Slack who may be new to us, all at once: a form waits for three seconds at most. Raises
        Problem at the field for bots, guests, strangers and people who left; then nobody is saved.
        """
        whos = [Who(workspace_id, user_id) for user_id in user_ids]
        profiles = await asyncio.gather(*(self._context.directory.profile(who) for who in whos))
        checked = [(who, _colleague(profile, field)) for who, profile in zip(whos, profiles, strict=True)]
        for who, profile in checked:
            await self.profile_changed(who, profile)

    async def changed(self, who: Who, user: dict[str, Any]) -> None:
        """Save a changed Slack user object, if it is somebody that we know."""
        profile = profile_of(user, who.workspace_id)
        is_known = await self._known(who) is not None
        if not is_known and profile.global_id == who.user_id:
            await self.identities.look_first(who.workspace_id)
        if is_known or profile.global_id == who.user_id:
            await self.profile_of_known(who, profile)

    async def _known(self, who: Who) -> Person | None:
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.people.get(who.user_id)

    async def profile_changed(self, who: Who, profile: Profile) -> Person:
        """Save what Slack says; a new zone moves every upcoming time, and a person who left Slack, or is a guest now,
        hears from us no more.
        """
        if profile.global_id == who.user_id and await self._known(who) is None:
            await self.identities.look_back(who)
        person = await self._save_profile(who, profile, only_known=False)
        assert person is not None
        return person

    async def profile_of_known(self, who: Who, profile: Profile) -> Person | None:
        """The same; None, and nothing is saved, if the person was deleted meanwhile."""
        return await self._save_profile(who, profile, only_known=True)

    async def _save_profile(self, who: Who, profile: Profile, *, only_known: bool) -> Person | None:
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            if profile.global_id not in ("", who.user_id):  # its people have new ids by now
                await transaction.identities.mark(exchanged=False)
            before = await transaction.people.get(who.user_id)
            if before is None and only_known:
                return None
            if before is None:
                await transaction.workspaces.ensure()
            before = before or await _unknown(transaction, who)
            person = replace(
                as_left(before, now) if profile.is_gone else as_there(before),
                name=profile.name,
                profile_zone=profile.zone if is_zone(profile.zone) else before.profile_zone,
                is_admin=profile.is_admin,
                is_guest=profile.is_guest,
                seen_at=now,
                locale=profile.locale or before.locale,
                teams=profile.teams or before.teams,
            )
            if person.teams:
                person = replace(person, cut_off=is_cut_off(person.teams, (await transaction.workspaces.get()).access))
            if before.status is PersonStatus.ACTIVE:  # after a move, past days keep the holidays of the old place
                person = with_earlier_settings(before, person, self._context.today(before))
            await transaction.people.save(person)
            if before.cut_off and not person.cut_off:
                await transaction.outbox.make_due_again(ASKED, CUT_OFF, now)
            if (person.zone, person.status, person.is_guest) != (before.zone, before.status, before.is_guest):
                await replan(transaction, person, now)
        return person


def _colleague(profile: Profile | None, field: str) -> Profile:
    """The profile of somebody who can be named by a colleague. Raises Problem at the field for anybody else."""
    if profile is None:
        raise Problem("errors.listed.unknown", field)
    for is_so, key in ((profile.is_bot, "bot"), (profile.is_gone, "left"), (profile.is_guest, "guest")):
        if is_so:
            raise Problem(f"errors.listed.{key}", field, name=profile.name)
    return profile


async def _unknown(transaction: Transaction, who: Who) -> Person:
    """A person about whom nothing is stored. People who had their data deleted hear nothing until they start again."""
    is_silent = await transaction.safeguards.holds(SafeguardKind.SILENT, who.user_id)
    return Person(who.workspace_id, who.user_id, status=PersonStatus.STOPPED if is_silent else PersonStatus.NEW)
