"""One person's side of a ride-along, loaded inside a transaction that somebody else opened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.domain.carried import NewsSubject, RideSubject, unpack
from bot.domain.checkins.commitments import Commitment, is_open, ridealong_source
from bot.domain.people.people import Person
from bot.domain.people.permissions import Permission, refusal
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, may_read
from bot.errors import Problem
from bot.nudges.nudge import Facts
from bot.storage.transaction import Transaction
from content.models import Library


async def own_ride(transaction: Transaction, person: Person, ride_id: str) -> RideAlong:
    """The ride-along, where this person is one of the two. Raises Problem where they are not, or it is gone."""
    ride = await transaction.ridealongs.get(ride_id)
    if ride is None:
        raise Problem("errors.stale")
    own = person.user_id in {ride.leader_id, ride.salesperson_id}
    if refused := refusal(person, Permission.CHANGE_RIDEALONG, own=own):
        raise refused
    return ride


async def load_ride(transaction: Transaction, ride: RideAlong, viewer: Person, now: datetime) -> RideFacts:
    """The ride-along as `viewer`, one of the two, may see it at `now`."""
    other_id = ride.other(viewer.user_id)
    other = await transaction.people.get(other_id) or Person(transaction.workspace_id, other_id)
    reflections = await transaction.ridealongs.reflections(ride.id)
    mine, theirs = _by(reflections, viewer.user_id), _by(reflections, other_id)
    made = await _made(transaction, ride, viewer.user_id, reflections, now)
    own = [ride.id] if mine else []
    own += [made.id] if made and made.owner_id == viewer.user_id else []
    return RideFacts(
        ride,
        viewer,
        other,
        now,
        mine=mine,
        theirs=theirs if theirs and may_read(viewer.user_id, theirs, reflections, now, ride=ride) else None,
        other_answered=theirs is not None,
        commitment=await _open_commitment(transaction, ride, viewer, now),
        made=made,
        last=await _last(transaction, ride),
        seen=await transaction.disclosures.of(viewer.user_id, own) if own else (),
        number=await transaction.ridealongs.count_before(viewer.user_id, ride.starts_at),
    )


async def load_due_ride(transaction: Transaction, _library: Library, facts: Facts[Any]) -> RideFacts | None:
    """The ride-along of a delivery whose subject begins with the id of a ride-along; none for anybody but the two."""
    ride = await transaction.ridealongs.get(_ride_id(facts.delivery.subject))
    if ride is None or facts.person is None or facts.person.user_id not in {ride.leader_id, ride.salesperson_id}:
        return None
    return await load_ride(transaction, ride, facts.person, facts.now)


def _by(reflections: Iterable[Reflection], author_id: str) -> Reflection | None:
    return next((reflection for reflection in reflections if reflection.author_id == author_id), None)


async def _made(
    transaction: Transaction, ride: RideAlong, viewer_id: str, reflections: list[Reflection], now: datetime
) -> Commitment | None:
    """What the salesperson committed to after this call; the leader sees it with the reflection that it belongs to."""
    written = _by(reflections, ride.salesperson_id)
    if written is None or not may_read(viewer_id, written, reflections, now, ride=ride):
        return None
    return await transaction.commitments.from_source(ridealong_source(ride.id), ride.salesperson_id)


async def _open_commitment(
    transaction: Transaction, ride: RideAlong, viewer: Person, now: datetime
) -> Commitment | None:
    """The salesperson's last open commitment, one of these two's series first.

    The leader sees only one that was shared with them after a call.
    """
    open_commitments = [
        commitment for commitment in await transaction.commitments.of(ride.salesperson_id) if is_open(commitment)
    ]
    series = await transaction.ridealongs.between(ride.leader_id, ride.salesperson_id)
    by_source = {ridealong_source(ride.id): ride for ride in series}
    if viewer.user_id == ride.salesperson_id:
        return next(
            (commitment for commitment in open_commitments if commitment.source in by_source),
            next(iter(open_commitments), None),
        )
    for commitment in open_commitments:
        made_after = by_source.get(commitment.source)
        if made_after is None:
            continue
        reflections = await transaction.ridealongs.reflections(made_after.id)
        if await _made(transaction, made_after, viewer.user_id, reflections, now):
            return commitment
    return None


async def _last(transaction: Transaction, ride: RideAlong) -> RideAlong | None:
    series = await transaction.ridealongs.between(ride.leader_id, ride.salesperson_id)
    before = [
        earlier
        for earlier in series
        if earlier.starts_at < ride.starts_at and earlier.state is not RideAlongState.CANCELLED
    ]
    return before[-1] if before else None


def _ride_id(subject: str) -> str:
    """The ride-along that a delivery is about: its subject is a RideSubject or a NewsSubject."""
    try:
        return unpack(RideSubject, subject).ride_id
    except ValueError:
        return unpack(NewsSubject, subject).ride_id
