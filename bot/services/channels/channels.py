"""Channel nudges: setting one up, listing, stopping, and pausing one that Slack refuses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.domain.carried import ChannelSubject, pack
from bot.domain.channels.channels import (
    NUDGES_A_PAGE,
    ChannelNudgeFacts,
    ChannelPage,
    ChannelRequest,
    Verb,
    page_number,
    read_zone,
)
from bot.domain.deliveries import Delivery
from bot.domain.doors.webhooks import WebhookKind
from bot.domain.people.allowances import Allowance
from bot.domain.people.countries import GUESSED
from bot.domain.people.people import ChannelNudge, Person, Who
from bot.domain.people.permissions import Permission, may, refusal
from bot.domain.time.schedule import MONDAY, WORKDAYS, local, local_date
from bot.errors import Problem, Problems
from bot.nudges import CHANNEL_PAUSED, CHANNEL_SET_UP, NUDGES, PROMPT_CHANNEL
from bot.nudges.nudge import Nudge
from bot.parsing.channel_requests import read_request
from bot.parsing.reading import Asker
from bot.services.channels import facts
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.planning.announcements import announce
from bot.services.planning.recurring import replan_channel
from bot.slack.codes import Meaning, meaning_of
from bot.storage.transaction import Transaction

KINDS: Mapping[str, Nudge[Any]] = {nudge.key: nudge for nudge in NUDGES if nudge.in_channels and nudge.slot is not None}
LATELY = timedelta(days=14)
MOST_TOLD = 5  # times a day that a channel is told of something that was set up for it, by whomever


def typed_kinds() -> dict[str, str]:
    """What somebody may type for each kind, to its nudge key: "prompt" and "prompts" are "prompt_channel"."""
    words = {key: [part for part in key.split("_") if part != "channel"] for key in KINDS}
    return {spelt: key for key, parts in words.items() for part in parts for spelt in (part, f"{part}s")}


class ChannelNudges:
    """The nudges that somebody set up for channels."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    @property
    def kinds(self) -> tuple[str, ...]:
        """The nudge keys that can be set up for a channel."""
        return tuple(KINDS)

    async def read(self, who: Who, text: str, here: str) -> ChannelRequest:
        """What was typed after `nudge` in the conversation `here`. Raises Problem as `parsing.channel_requests`."""
        person = await self._people.meet(who)
        now = local(self._context.clock(), person.zone).replace(tzinfo=None)
        return read_request(text, typed_kinds(), here, Asker(now, person.zone, person.locale, person.first_day))

    async def may_set_up(self, who: Who) -> Person:
        """The person, where they may set up channel nudges in some channel. Raises Problem where not."""
        person = await self._people.refresh(who)
        if problem := refusal(person, Permission.SET_CHANNEL_NUDGE, in_channel=True):
            raise problem
        return person

    async def set_up(self, who: Who, request: ChannelRequest) -> tuple[ChannelNudgeFacts, bool]:
        """Set up or change a channel nudge: how it stands, and whether anything changed. The channel is told who did.

        What is not said stays as it is with the one of its kind there. Raises Problem: no right to, no such channel,
        not invited, no time.
        """
        person = await self.may_set_up(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            there = await transaction.channels.get(request.channel_id, request.kind or PROMPT_CHANNEL)
        await self._check_channel(who, person, _complete(person, request, there).channel_id)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await transaction.channels.get(request.channel_id, request.kind or PROMPT_CHANNEL)
            nudge = _complete(person, request, before)
            if before is not None:
                facts.refuse_others(person, before)
                if _same(before, nudge):
                    return await self._facts(transaction, before), False
            await allowances.use(self._context, transaction, person, Allowance.CHANNEL, "channel")
            await self._tell(transaction, nudge)
            await transaction.channels.save(nudge)
            await replan_channel(transaction, nudge, self._context.clock())
            return await self._facts(transaction, nudge), True

    async def stop(self, who: Who, channel_id: str, kind: str = "") -> list[ChannelNudge]:
        """Stop the channel's nudges, or that `kind` alone; gives those stopped.

        Raises Problem where there is none, or where somebody else set one up and the person is no admin.
        """
        if not channel_id:
            raise Problem("channels.which_to_stop")
        person = await self._people.refresh(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            nudges = [nudge for nudge in await transaction.channels.all() if nudge.channel_id == channel_id]
            nudges = [nudge for nudge in nudges if kind in ("", nudge.nudge)]
            for nudge in nudges:
                facts.refuse_others(person, nudge)
            if not nudges:
                raise refusal(person, Permission.REMOVE_CHANNEL_NUDGE, own=True) or Problem("channels.nothing_to_stop")
            for nudge in nudges:
                await transaction.channels.remove(channel_id, nudge.nudge)
                await transaction.schedules.remove(channel_id, nudge=nudge.nudge)
        return nudges

    async def listed(self, who: Who, here: str = "", number: int = 0) -> ChannelPage:
        """A page of the channel nudges that a person may see: an admin all of them, anybody their own and those of
        `here`, the channel in which they ask; paused ones first. Past the last page it is the last. Raises Problem for
        a guest.
        """
        person = await self._people.refresh(who)
        if problem := refusal(person, Permission.CHANGE_SETTINGS, own=True):
            raise problem
        sees_all = may(person, Permission.SEE_ADMIN)
        async with self._context.database.reading(who.workspace_id) as transaction:
            nudges = await transaction.channels.all()
            seen = [nudge for nudge in nudges if sees_all or nudge.set_by == who.user_id or nudge.channel_id == here]
            seen.sort(key=lambda nudge: nudge.paused_for is None)
            number = page_number(number, len(seen))
            start = number * NUDGES_A_PAGE
            since = self._context.clock() - LATELY
            shown = await facts.facts_of_each(transaction, seen[start : start + NUDGES_A_PAGE], since)
        theirs = [replace(entry, may_change=sees_all or entry.nudge.set_by == who.user_id) for entry in shown]
        return ChannelPage(theirs, len(seen), number, here=here, for_admin=sees_all)

    async def refused(self, delivery: Delivery, code: str) -> None:
        """Slack refused a delivery with its error `code`: where that will not end by itself, pause the channel nudge
        and tell the person who set it up, once.
        """
        if meaning_of(code) is not Meaning.CLOSED:
            return
        async with self._context.database.transaction(delivery.workspace_id) as transaction:
            nudge = await transaction.channels.get(delivery.recipient, delivery.nudge)
            if nudge is None or nudge.paused_for:
                return
            await facts.pause(transaction, nudge, code, self._context.clock())
            paused = {"channel": delivery.recipient, "nudge": delivery.nudge, "reason": code}
            await announce(transaction, WebhookKind.CHANNEL_PAUSED, paused, self._context.clock())
            setter = await transaction.people.get(nudge.set_by)
            if setter is not None:
                subject = facts.subject_of(nudge)
                await transaction.outbox.add(self._context.at_once(setter, CHANNEL_PAUSED, subject))

    async def _check_channel(self, who: Who, person: Person, channel_id: str) -> None:
        channel = facts.check_channel(await self._context.directory.channel(who.workspace_id, channel_id))
        inside = await self._context.directory.is_in_channel(who, channel_id)
        if problem := refusal(person, Permission.SET_CHANNEL_NUDGE, in_channel=inside):
            raise Problem(problem.key, field="channel")
        facts.check_invited(channel)

    async def _facts(self, transaction: Transaction, nudge: ChannelNudge) -> ChannelNudgeFacts:
        return await facts.facts_of(transaction, nudge, self._context.clock() - LATELY)

    async def _tell(self, transaction: Transaction, nudge: ChannelNudge) -> None:
        """Tell the channel who set up what. Raises Problem where it was told of that many today."""
        now = self._context.clock()
        on, subject = local_date(now, nudge.zone), pack(ChannelSubject(nudge.channel_id, nudge.nudge, new_id()[:8]))
        told = await transaction.outbox.of(nudge.channel_id, [CHANNEL_SET_UP], since=on, status=None)
        if len(told) >= MOST_TOLD:
            raise Problem("channels.told_enough", field="channel", most=MOST_TOLD)
        await transaction.outbox.add(
            Delivery.of_slot(nudge.workspace_id, nudge.channel_id, CHANNEL_SET_UP, subject, on, now)
        )


def _complete(person: Person, request: ChannelRequest, before: ChannelNudge | None) -> ChannelNudge:
    """The request with what it left out, as it was `before`; else the usual kind and days, and the zone of the person
    who asks. Raises Problem or Problems.
    """
    assert request.verb is Verb.SET
    kind = request.kind or PROMPT_CHANNEL
    weekly = KINDS[kind].weekly
    usual_days = before.days if before else frozenset({MONDAY}) if weekly else WORKDAYS
    days, at = request.days if request.days is not None else usual_days, request.at or (before.at if before else None)
    problems = []
    if not request.channel_id:
        problems.append(Problem("channels.no_channel", field="channel"))
    if at is None:
        problems.append(Problem("channels.no_time", field="at"))
    if not days:
        problems.append(Problem("channels.no_days", field="days"))
    if weekly and len(days) > 1:
        problems.append(Problem("channels.one_day", field="days"))
    if problems:
        raise Problems(*problems)
    zone = read_zone(request.zone) if request.zone else before.zone if before else person.zone
    country = request.country or (before.country if before else None)
    return ChannelNudge(
        person.workspace_id, request.channel_id, kind, at or time(), days, zone=zone, set_by=person.user_id,
        country=None if country == GUESSED else country,
        locale=request.locale or (before.locale if before else "") or person.reading_locale,
    )  # fmt: skip


def _same(before: ChannelNudge, nudge: ChannelNudge) -> bool:
    return not before.paused_for and replace(before, set_by=nudge.set_by) == nudge
