"""One person's side of a ride-along, loaded inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any

from bot.domain.checkins.commitments import Commitment, ridealong_source
from bot.domain.codec import NewsSubject, RideSubject, decode
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.people import Person, PersonStatus
from bot.domain.people.permissions import Permission, refusal
from bot.domain.ridealongs.facts import RideFacts, RidePage
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, may_read
from bot.errors import Problem
from bot.nudges.nudge import Facts
from bot.services.ridealongs.steps import SOURCE, load_views, may_see_step
from bot.storage.transaction import Transaction
from content.models import Library


async def own_ride(transaction: Transaction, person: Person, ride_id: str) -> RideAlong:
    """The ride-along, if this person is one of the two. Raises Problem if they are not, or it is gone."""
    ride = await transaction.ridealongs.get(ride_id)
    if ride is None:
        raise Problem("errors.stale")
    own = person.user_id in {ride.leader_id, ride.salesperson_id}
    if refused := refusal(person, Permission.CHANGE_RIDEALONG, own=own):
        raise refused
    return ride


async def load_ride(transaction: Transaction, ride: RideAlong, viewer: Person, now: datetime) -> RideFacts:
    """The ride-along as `viewer`, one of the two, may see it at `now`."""
    return (await load_rides(transaction, [ride], viewer, now))[0]


async def load_rides(
    transaction: Transaction, rides: Sequence[RideAlong], viewer: Person, now: datetime
) -> list[RideFacts]:
    """Several ride-alongs of `viewer`, in order, in as few statements as one, however long the history is."""
    known = await _known(transaction, rides, viewer, now)
    own = {ride.id: known.own(ride) for ride in rides}
    subjects = [subject for of_ride in own.values() for subject in of_ride]
    seen = await transaction.disclosures.of(viewer.user_id, subjects) if subjects else ()
    return [known.facts(ride, tuple(row for row in seen if row.subject in own[ride.id])) for ride in rides]


async def load_lines(
    transaction: Transaction, rides: Sequence[RideAlong], viewer: Person, other: Person, now: datetime
) -> list[RideFacts]:
    """The ride-alongs of two people, each as one line of a list: the take-over that each noted, as far as `viewer` may
    read it, and who was shown the viewer's. No text of long settled calls is decrypted.
    """
    views = await load_views(transaction, rides, now)
    own = {ride.id for ride in rides if _by(views[ride.id], viewer.user_id)}
    seen = await transaction.disclosures.of(viewer.user_id, own) if own else ()
    return [
        RideFacts(
            ride,
            viewer,
            other,
            now,
            mine=_by(views[ride.id], viewer.user_id),
            theirs=_readable(_by(views[ride.id], other.user_id), views[ride.id], ride, viewer, now),
            seen=tuple(row for row in seen if row.subject == ride.id),
        )
        for ride in rides
    ]


async def load_upcoming(transaction: Transaction, viewer: Person, now: datetime, most: int, page: int = 0) -> RidePage:
    """A page of the viewer's ride-alongs that are not over or cancelled, the earliest first, with what a list says
    about each.
    """
    rides, total = await transaction.ridealongs.ahead(viewer.user_id, now, most, page * most)
    facts = [
        RideFacts(ride, viewer, _hardly_known(ride.workspace_id, ride.other(viewer.user_id), has_left=has_left), now)
        for ride, has_left in rides
    ]
    return RidePage(tuple(facts), total, page)


def _hardly_known(workspace_id: str, user_id: str, *, has_left: bool) -> Person:
    """Somebody about whom a list says no more than that."""
    return Person(workspace_id, user_id, status=PersonStatus.GONE if has_left else PersonStatus.NEW)


@dataclass(frozen=True, slots=True)
class _KnownOfRides:
    """The data behind the facts of several ride-alongs of one viewer; by id, and commitments by their source."""

    viewer: Person
    now: datetime
    people: Mapping[str, Person]
    rides: Mapping[str, RideAlong]
    reflections: Mapping[str, list[Reflection]]
    _: KW_ONLY
    places: Mapping[str, tuple[str | None, int]]
    still_open: Mapping[str, list[Commitment]]
    commitments: Mapping[str, Commitment]

    def made(self, ride: RideAlong) -> Commitment | None:
        """What the salesperson committed to after this call; the leader sees it with the reflection it belongs to."""
        if not may_see_step(ride, self.viewer.user_id, self.reflections.get(ride.id, []), self.now):
            return None
        return self.commitments.get(ridealong_source(ride.id))

    def own(self, ride: RideAlong) -> list[str]:
        """What the viewer wrote about it, as the subjects of disclosures."""
        own = [ride.id] if _by(self.reflections.get(ride.id, []), self.viewer.user_id) else []
        made = self.made(ride)
        return [*own, made.id] if made and made.owner_id == self.viewer.user_id else own

    def facts(self, ride: RideAlong, seen: tuple[Disclosure, ...]) -> RideFacts:
        """The ride-along as the viewer may see it."""
        other_id, reflections = ride.other(self.viewer.user_id), self.reflections.get(ride.id, [])
        theirs = _by(reflections, other_id)
        last_id, number = self.places.get(ride.id, (None, 0))
        return RideFacts(
            ride,
            self.viewer,
            self.people.get(other_id) or Person(ride.workspace_id, other_id),
            self.now,
            mine=_by(reflections, self.viewer.user_id),
            theirs=_readable(theirs, reflections, ride, self.viewer, self.now),
            other_answered=theirs is not None,
            commitment=self._open_commitment(ride),
            made=self.made(ride),
            last=self.rides.get(last_id or ""),
            seen=seen,
            number=number,
        )

    def _open_commitment(self, ride: RideAlong) -> Commitment | None:
        """The salesperson's last open commitment, preferably from these two people's series. The leader sees only one
        that was shared with them after a call.
        """
        still = self.still_open.get(ride.salesperson_id, [])
        series = {ridealong_source(known.id): known for known in self.rides.values() if known.is_of(ride)}
        of_series = [step for step in still if step.source in series]
        if self.viewer.user_id == ride.salesperson_id:
            return next(iter([*of_series, *still]), None)
        return next((step for step in of_series if self.made(series[step.source])), None)


async def _known(transaction: Transaction, rides: Sequence[RideAlong], viewer: Person, now: datetime) -> _KnownOfRides:
    ids, salespeople = [ride.id for ride in rides], {ride.salesperson_id for ride in rides}
    people = await transaction.people.some({ride.other(viewer.user_id) for ride in rides})
    still_open = await transaction.commitments.open_of(salespeople)
    places = await transaction.series.places(viewer.user_id, ids)
    steps = [step.source for steps in still_open.values() for step in steps]
    after = {source.removeprefix(SOURCE) for source in steps if source.startswith(SOURCE)}
    others = after.union(last_id for last_id, _ in places.values() if last_id) - set(ids)
    known = await transaction.ridealongs.some(others) | {ride.id: ride for ride in rides}
    sources = [ridealong_source(ride_id) for ride_id in (*ids, *after)]
    return _KnownOfRides(
        viewer,
        now,
        {person.user_id: person for person in people},
        known,
        await transaction.ridealongs.reflections_of([*ids, *after]),
        places=places,
        still_open=still_open,
        commitments=await transaction.commitments.from_sources(sources, salespeople),
    )


async def load_due_ride(transaction: Transaction, _library: Library, facts: Facts[Any]) -> RideFacts | None:
    """The ride-along of a delivery whose subject begins with the id of a ride-along; None for anybody but the two."""
    ride = await transaction.ridealongs.get(_ride_id(facts.delivery.subject))
    if ride is None or facts.person is None or facts.person.user_id not in {ride.leader_id, ride.salesperson_id}:
        return None
    return await load_ride(transaction, ride, facts.person, facts.now)


def _by(reflections: Iterable[Reflection], author_id: str) -> Reflection | None:
    return next((reflection for reflection in reflections if reflection.author_id == author_id), None)


def _readable(
    theirs: Reflection | None, reflections: Sequence[Reflection], ride: RideAlong, viewer: Person, now: datetime
) -> Reflection | None:
    """The other's view, if `viewer` may read it."""
    may = theirs is not None and may_read(viewer.user_id, theirs, reflections, now, ride=ride)
    return theirs if may else None


def _ride_id(subject: str) -> str:
    """The ride-along that a delivery is about: its subject is a RideSubject or a NewsSubject."""
    try:
        return decode(RideSubject, subject).ride_id
    except ValueError:
        return decode(NewsSubject, subject).ride_id
