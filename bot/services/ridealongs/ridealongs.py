"""Ride-alongs from plan to start: planned or asked for, confirmed, changed, cancelled, listed."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Membership, Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.ridealongs.disclosures import in_history
from bot.domain.ridealongs.facts import (
    MOST_IN_HISTORY,
    MOST_LISTED,
    Draft,
    History,
    News,
    PlanForm,
    RideFacts,
    RidePage,
    draft_of,
)
from bot.domain.ridealongs.plan_check import check_plan
from bot.domain.ridealongs.ridealongs import RideAlong, RideAlongState, cancel, change, confirm, finish, must_be_open
from bot.errors import Problem, Problems
from bot.nudges import RIDEALONG_INVITATION
from bot.parsing.ridealong import read
from bot.parsing.text import MENTION
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.colleague_messages import reach
from bot.services.people.people import People
from bot.services.people.teams import membership_of
from bot.services.ridealongs.facts import load_lines, load_ride, load_upcoming, own_ride
from bot.services.ridealongs.news import tell_other
from bot.services.ridealongs.slots import ask_now, forget_slots, move_after, move_slots
from bot.storage.transaction import Transaction

IN_A_LINE = ("customer",)  # the texts of a call that its line in a list shows
MINUTES = 45  # how long a call is assumed to last until somebody says otherwise


class RideAlongs:
    """The joint calls of two people; nobody else hears about them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def form(self, who: Who, text: str = "", *, logged: bool = False) -> PlanForm:
        """The form for a new one, prefilled from what was typed. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.PLAN_RIDEALONG)
        now, first_day = self._context.clock(), person.first_day
        understood = read(text, now, person.zone, logged=logged, locale=person.locale, first_day=first_day)
        minutes = int(understood.length / timedelta(minutes=1)) if understood.length else MINUTES
        draft = Draft(understood.other_id, understood.customer, understood.on, understood.at, minutes)
        async with self._context.database.reading(who.workspace_id) as transaction:
            first = not await transaction.ridealongs.has_any(who.user_id)
        return PlanForm(new_id(), person.zone, person.is_leader, draft, logged, understood=understood, is_first=first)

    async def is_timed(self, who: Who, text: str) -> bool:
        """Whether a text says a time of day, or something that could be one, as a plan does."""
        person = await self._people.meet(who)
        understood = read(text, self._context.clock(), person.zone, locale=person.locale)
        return understood.at is not None or any(doubt.reason == "time" for doubt in understood.unclear)

    async def change_form(self, who: Who, ride_id: str) -> PlanForm:
        """The form, prefilled with the current plan. Raises Problem if it is not theirs, cancelled or over."""
        person = await self._people.meet(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            ride = await self._ride(transaction, person, ride_id)
        must_be_open(ride, who.user_id)
        leads = ride.leader_id == who.user_id
        return PlanForm(ride.id, person.zone, leads, draft_of(ride, person), version=ride.version)

    async def plan(self, who: Who, ride_id: str, draft: Draft, *, logged: bool = False) -> RideFacts:
        """Plan one, or log one that has happened; a second call with the same `ride_id` changes nothing.

        The planner is the leader if they lead, else the person picked is (a salesperson asking a leader along). Raises
        Problems at the fields, also if a leader picks somebody who said no to being on their team.
        """
        person = await self._people.permitted(who, Permission.PLAN_RIDEALONG)
        other = await self._other(who, draft)
        now = self._context.clock()
        terms = draft.terms(person.zone)
        problems = check_plan(
            terms, planned_by=who.user_id, other_id=draft.other_id, other_is_bot=other is None, now=now, logged=logged
        )
        if other is not None and other.is_guest:
            problems.insert(0, Problem("ridealong.salesperson_guest", "salesperson"))
        if problems or other is None or terms.starts_at is None:
            raise Problems(*problems)
        leader, salesperson = (person, other) if person.is_leader else (other, person)
        ride = RideAlong(
            ride_id, who.workspace_id, leader.user_id, salesperson.user_id, terms.customer,
            starts_at=terms.starts_at, length=terms.length, planned_by=who.user_id, contract=terms.contract,
            state=RideAlongState.OVER if logged else RideAlongState.PLANNED, confirmed_by=frozenset({who.user_id}),
            logged=logged, logged_at=now if logged else None, wall=terms.wall,
        )  # fmt: skip
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if await transaction.ridealongs.get(ride_id) is not None:  # sent twice; or an id of others
                known = await own_ride(transaction, person, ride_id)
                if (known.agreed, known.customer) != (ride.agreed, ride.customer):
                    raise Problem("ridealong.planned_already")  # the form changed between two presses of its button
                return await load_ride(transaction, known, person, now)
            await allowances.use(self._context, transaction, person, Allowance.PLAN)
            is_told = await self._begin(transaction, ride, other)
            return replace(await load_ride(transaction, ride, person, now), untold=not is_told)

    async def change(self, who: Who, ride_id: str, version: int, draft: Draft) -> tuple[RideFacts, bool]:
        """Change time, length, customer or contract. Returns whether anything differed; the other has to confirm again.

        `version` is the one that the form was opened with. Raises Problems at the fields, and Problem if it was changed
        meanwhile.
        """
        person = await self._people.meet(who)
        now = self._context.clock()
        terms = draft.terms(person.zone)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await self._ride(transaction, person, ride_id)
            earliest = min(now, before.starts_at) if terms.starts_at == before.starts_at else now
            other_id = before.other(who.user_id)
            problems = check_plan(terms, planned_by=who.user_id, other_id=other_id, now=earliest)
            if problems:
                raise Problems(*problems)
            after = change(before, who.user_id, terms)
            if after == before:
                return await load_ride(transaction, before, person, now), False
            if version != before.version:
                raise Problem("ridealong.changed_since")
            if after.agreed != before.agreed:  # suggesting another time or other roles is a yes to them
                after = confirm(after, who.user_id)
            await allowances.use(self._context, transaction, person, Allowance.CHANGE)
            after = replace(after, version=before.version + 1)
            return await self._save(transaction, person, before, after, News.CHANGED), True

    async def confirm(self, who: Who, ride_id: str, version: int) -> RideFacts:
        """Say yes to the plan in `version`. Raises Problem if it has changed since, was cancelled or is over."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await self._ride(transaction, person, ride_id)
            after = confirm(before, who.user_id)
            if version != before.version:
                raise Problem("ridealong.changed_since")
            return await self._save(transaction, person, before, after, News.CONFIRMED)

    async def cancel(self, who: Who, ride_id: str) -> RideFacts:
        """Call it off; the other is told. Raises Problem if it is not theirs, already cancelled or over."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await self._ride(transaction, person, ride_id)
            return await self._save(transaction, person, before, cancel(before, who.user_id), News.CANCELLED)

    async def upcoming(self, who: Who, page: int = 0) -> RidePage:
        """A page of their ride-alongs that are not over or cancelled, the earliest first; the first page if that page
        no longer exists.
        """
        person = await self._people.permitted(who, Permission.PLAN_RIDEALONG)
        async with self._context.database.reading(who.workspace_id) as transaction:
            now = self._context.clock()
            shown = await load_upcoming(transaction, person, now, MOST_LISTED, page)
            return shown if shown.rides or not page else await load_upcoming(transaction, person, now, MOST_LISTED)

    async def history(self, who: Who, text: str, page: int = 0) -> History:
        """A page of the series with the person mentioned in `text`, newest first, as `who` may see it; the first page
        if that page no longer exists.

        It holds only calls in which `who` was one of the two. Raises Problem if nobody is mentioned.
        """
        mention = MENTION.search(text)
        if mention is None or mention[1] == who.user_id:
            raise Problem("ridealong.whose_history")
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        now = self._context.clock()
        async with self._context.database.reading(who.workspace_id) as transaction:
            both, skip = (who.user_id, mention[1]), page * MOST_IN_HISTORY
            series, total = await transaction.series.newest(both, MOST_IN_HISTORY, skip, IN_A_LINE)
            if page and not series:
                page, (series, total) = 0, await transaction.series.newest(both, MOST_IN_HISTORY, opened=IN_A_LINE)
            other = await transaction.people.get(mention[1]) or Person(who.workspace_id, mention[1])
            rides = await load_lines(transaction, series, person, other, now)
            history = History(person, other, tuple(rides), total, page=page)
            shown = await transaction.disclosures.unknown(in_history(history))
        await self._context.note_shown(who.workspace_id, shown)
        return history

    async def _begin(self, transaction: Transaction, ride: RideAlong, other: Person) -> bool:
        """Save a new one and tell the other, within the limits on messages to them. Returns whether they are told."""
        await _not_declined(transaction, ride)
        await transaction.ridealongs.save(ride)
        await move_slots(transaction, None, ride, self._context.clock())
        if ride.logged:
            return other.user_id in await ask_now(transaction, self._context, ride)
        is_told = await reach(self._context, transaction, other, RIDEALONG_INVITATION, ride.id)
        if not is_told:  # nor do they get anything else about it until they say yes
            await forget_slots(transaction, ride, other.user_id)
        return is_told

    async def _other(self, who: Who, draft: Draft) -> Person | None:
        """The person picked; None if nobody is, or if Slack does not know them or they are an app."""
        if not draft.other_id or draft.other_id == who.user_id:
            return None
        try:
            return await self._people.meet(Who(who.workspace_id, draft.other_id))
        except Problem:
            return None

    async def _ride(self, transaction: Transaction, person: Person, ride_id: str) -> RideAlong:
        """The ride-along, if this person may change it; one whose end has passed is over."""
        ride = await own_ride(transaction, person, ride_id)
        is_over = self._context.clock() >= ride.ends_at and ride.state is not RideAlongState.CANCELLED
        return finish(ride) if is_over else ride

    async def _save(
        self, transaction: Transaction, person: Person, before: RideAlong, after: RideAlong, news: News
    ) -> RideFacts:
        """Save what changed, move what was planned, and tell the other; does nothing if nothing changed. If the other
        has not said yes to it, they are told only within the limits on messages to them.
        """
        now, is_told = self._context.clock(), True
        if after != before:
            await transaction.ridealongs.save(after)
            await move_after(transaction, before, after, person.user_id, now)
            is_told = await tell_other(self._context, transaction, before, after, person.user_id, news)
        return replace(await load_ride(transaction, after, person, now), untold=not is_told)


async def _not_declined(transaction: Transaction, ride: RideAlong) -> None:
    """Somebody who said no to a leader's team was promised to hear nothing more of it, but may plan a call themselves.
    Raises Problems if the leader planned it.
    """
    if ride.planned_by == ride.leader_id:
        pair = (ride.leader_id, ride.salesperson_id)
        member = await membership_of(transaction, *pair)
        said_no = member is not None and member.membership is Membership.DECLINED
        if said_no or await transaction.safeguards.holds(SafeguardKind.DECLINED, *pair):
            raise Problems(Problem("ridealong.salesperson_declined", "salesperson"))
