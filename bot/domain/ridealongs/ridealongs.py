"""Ride-alongs: one joint customer call from plan to follow-up. We score undermining, never presence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ridealongs.plan_check import LONGEST
from bot.domain.ridealongs.terms import Contract, Terms
from bot.domain.time.localtime import DAY, WallTime, local_date
from bot.errors import Problem

CLOSES_AFTER = timedelta(days=3)


class RideAlongState(StrEnum):
    """The state of a ride-along. PLANNED becomes CONFIRMED when both have said yes to the same contract."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    OVER = "over"


class TakeOver(StrEnum):
    """Who asked the leader to step in, according to the person who answers."""

    NONE = "none"
    SALESPERSON_ASKED = "salesperson_asked"
    CUSTOMER_ASKED = "customer_asked"
    NOBODY_ASKED = "nobody_asked"


@dataclass(frozen=True, slots=True)
class RideAlong:
    """One joint call. `starts_at` is aware UTC; `confirmed_by` holds the user ids of those who said yes to the
    contract.

    `version` counts the changes, so that a yes to an earlier version does not count. `logged`: it had already happened
    when it was entered, at `logged_at` (aware UTC; None for calls logged before that was kept). `wall` is `starts_at`
    as it was typed: if a zone's rules change, the wall time stays.
    """

    id: str
    workspace_id: str
    leader_id: str
    salesperson_id: str
    customer: str
    _: KW_ONLY
    starts_at: datetime
    length: timedelta
    planned_by: str
    contract: Contract = field(default_factory=Contract)
    state: RideAlongState = RideAlongState.PLANNED
    confirmed_by: frozenset[str] = frozenset()
    version: int = 0
    logged: bool = False
    logged_at: datetime | None = None
    wall: WallTime | None = None

    @property
    def ends_at(self) -> datetime:
        """The planned end, aware UTC."""
        return self.starts_at + self.length

    @property
    def opens_at(self) -> datetime:
        """When what was shared after it is open to both, whatever was written, aware UTC: a day after they were asked,
        at its end or when it was logged.
        """
        return max(self.ends_at, self.logged_at or self.ends_at) + DAY

    @property
    def agreed(self) -> tuple[datetime, timedelta, Contract]:
        """What a yes agrees to: time, length, contract."""
        return self.starts_at, self.length, self.contract

    def is_of(self, ride: "RideAlong") -> bool:
        """Whether it is between the same two people, with the same leader."""
        return (self.leader_id, self.salesperson_id) == (ride.leader_id, ride.salesperson_id)

    def other(self, user_id: str) -> str:
        """The other of the two."""
        return self.salesperson_id if user_id == self.leader_id else self.leader_id


@dataclass(frozen=True, slots=True)
class Reflection:
    """What one of the two wrote. `answers` maps the keys of their questions to what they wrote, "" if nothing; it is
    empty until they hand it in. `shared` is their own choice.
    """

    ridealong_id: str
    author_id: str
    at: datetime
    answers: Mapping[str, str]
    takeover: TakeOver | None = None
    _: KW_ONLY
    moment: str = ""
    shared: bool = False

    @property
    def is_handed_in(self) -> bool:
        """Whether its author saved the form, or said that there is nothing to write; the tap alone is not enough."""
        return bool(self.answers)


def _must_be_theirs(ride: RideAlong, by: str) -> None:
    if by not in (ride.leader_id, ride.salesperson_id):
        raise Problem("ridealong.not_yours")


def must_be_open(ride: RideAlong, by: str) -> None:
    """Raises Problem if `by` may not change it: they are not one of the two, or it is cancelled or over."""
    _must_be_theirs(ride, by)
    if ride.state is RideAlongState.CANCELLED:
        raise Problem("ridealong.cancelled")
    if ride.state is RideAlongState.OVER:
        raise Problem("ridealong.already_over")


def _with_yes(ride: RideAlong, confirmed_by: frozenset[str]) -> RideAlong:
    both = confirmed_by >= {ride.leader_id, ride.salesperson_id}
    return replace(ride, confirmed_by=confirmed_by, state=RideAlongState.CONFIRMED if both else RideAlongState.PLANNED)


def confirm(ride: RideAlong, user_id: str) -> RideAlong:
    """The ride-along with the yes of `user_id`; CONFIRMED once both have said it. A second yes changes nothing.

    Raises Problem: "ridealong.not_yours", "ridealong.cancelled", "ridealong.already_over".
    """
    must_be_open(ride, user_id)
    return _with_yes(ride, ride.confirmed_by | {user_id})


def change(ride: RideAlong, by: str, terms: Terms) -> RideAlong:
    """The ride-along on the terms that `by` proposes; without a start time it keeps its own. Raises Problem as
    `confirm` does.

    A new contract or time clears the other's yes, since that was a yes to something else; the changer's own stays.
    Correcting the customer's name clears nothing.
    """
    must_be_open(ride, by)
    new = replace(ride, customer=terms.customer, length=terms.length, contract=terms.contract)
    if terms.starts_at not in (None, ride.starts_at):
        new = replace(new, starts_at=terms.starts_at, wall=terms.wall)
    return new if new.agreed == ride.agreed else _with_yes(new, ride.confirmed_by & {by})


def cancel(ride: RideAlong, by: str) -> RideAlong:
    """The ride-along, cancelled by one of the two. Raises Problem as `confirm` does."""
    must_be_open(ride, by)
    return replace(ride, state=RideAlongState.CANCELLED)


def finish(ride: RideAlong) -> RideAlong:
    """The ride-along once it has happened, confirmed or not; finishing twice changes nothing.

    Raises Problem "ridealong.cancelled".
    """
    if ride.state is RideAlongState.CANCELLED:
        raise Problem("ridealong.cancelled")
    return replace(ride, state=RideAlongState.OVER)


def end_now(ride: RideAlong, by: str, now: datetime) -> RideAlong:
    """The ride-along, over at the aware instant `now` because `by` says so: `now` becomes its end.

    One whose planned end has passed keeps that end. Raises Problem as `confirm` does, and "ridealong.not_begun".
    """
    _must_be_theirs(ride, by)
    if ride.state is RideAlongState.CANCELLED:
        raise Problem("ridealong.cancelled")
    if now < ride.starts_at:
        raise Problem("ridealong.not_begun")
    lasted = timedelta(seconds=(now - ride.starts_at) // timedelta(seconds=1))
    return finish(ride if now >= ride.ends_at else replace(ride, length=lasted))


def not_held(ride: RideAlong, by: str, now: datetime) -> RideAlong:
    """The ride-along, cancelled at the aware instant `now`, after its start, because `by` says that there was no call;
    saying so twice changes nothing. Raises Problem: "ridealong.not_yours", "ridealong.not_begun".
    """
    _must_be_theirs(ride, by)
    if now < ride.starts_at:
        raise Problem("ridealong.not_begun")
    return replace(ride, state=RideAlongState.CANCELLED)


def closes_on(ride: RideAlong, zone: str) -> date:
    """The local date in `zone` from which nobody is asked about it any more, if neither responded."""
    return local_date(ride.ends_at, zone) + CLOSES_AFTER


def brief_at(ride: RideAlong) -> datetime:
    """When both get the brief, aware UTC: half an hour before the start."""
    return ride.starts_at - timedelta(minutes=30)


def reflection_at(ride: RideAlong) -> datetime:
    """When both are asked to reflect, aware UTC: at the planned end."""
    return ride.ends_at


def revealed(ride: RideAlong, reflections: Iterable[Reflection], now: datetime) -> bool:
    """Whether the blind time of a ride-along is over: both handed in, or a day has passed since they were asked."""
    handed_in = {
        reflection.author_id
        for reflection in reflections
        if reflection.ridealong_id == ride.id and reflection.is_handed_in
    }
    return handed_in >= {ride.leader_id, ride.salesperson_id} or is_settled(ride, now)


def is_settled(ride: RideAlong, now: datetime) -> bool:
    """Whether what was shared after a ride-along is open to both, whatever was written: a day after they were asked."""
    return now >= ride.opens_at


def settled_before(now: datetime) -> datetime:
    """The instant (aware UTC) such that every ride-along that began before it is settled, however long it was, unless
    it was logged within the last day.
    """
    return now - LONGEST - DAY


def may_read(
    viewer: str, reflection: Reflection, others: Sequence[Reflection], now: datetime, *, ride: RideAlong
) -> bool:
    """Whether `viewer` may read `reflection` at `now`; `others` are the reflections known of the same ride-along.

    Their own always. The other's only if its author shared it and the blind time is over: both handed in, or a day has
    passed since they were asked, at the end or when it was logged. Nobody else ever, admins included.

    Each can write from the planned end on and reread their own; the tap alone opens nothing. What they share opens for
    both at the same moment, so that neither writes having read the other's words.
    """
    if viewer == reflection.author_id:
        return True
    if {viewer, reflection.author_id} != {ride.leader_id, ride.salesperson_id} or reflection.ridealong_id != ride.id:
        return False
    return reflection.shared and revealed(ride, [reflection, *others], now)


def undermines(takeover: TakeOver) -> bool:
    """Whether a take-over undermines the salesperson: nobody had asked for it. Only this counts, never presence."""
    return takeover is TakeOver.NOBODY_ASKED
