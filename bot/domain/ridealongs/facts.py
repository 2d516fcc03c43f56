"""What the messages and modals about a ride-along need to know: one viewer's side of it, and nothing more."""

from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.checkins.commitments import Commitment
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.people import NudgeKind, Person, PersonStatus
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState
from bot.domain.ridealongs.terms import Contract, Terms
from bot.domain.time.localtime import WallTime, local, local_date

MOST_IN_HISTORY = 8
MOST_LISTED = 10


class Reach(StrEnum):
    """Whether the other of the two hears from us; `quiet` if not, for a reason that is private."""

    MESSAGES = "messages"
    QUIET = "quiet"
    UNTOLD = "untold"
    GONE = "gone"


class News(StrEnum):
    """What one of the two did, for the other to know."""

    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A piece of typed text that could not be understood as it is; `reason` is the last part of its key in `content`.

    `options` are the days it could mean, if any.
    """

    reason: str
    given: str
    options: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A time typed on the clock of another zone: `given` as typed ("EST"), `zone` as understood (an IANA name, or an
    offset such as "+02:00"), and the naive wall-clock times `there` and `here`.
    """

    given: str
    zone: str
    there: datetime
    here: datetime


@dataclass(frozen=True, slots=True)
class Understood:
    """What we understood of the text after `/ridealong`. `on` and `at` are on the wall clock of the person who typed
    it.
    """

    other_id: str | None = None
    customer: str = ""
    on: date | None = None
    at: time | None = None
    length: timedelta | None = None
    _: KW_ONLY
    unclear: tuple[Unclear, ...] = ()
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The contents of the plan modal: texts as typed, `on` and `at` on the wall clock of the person filling it in."""

    other_id: str | None = None
    customer: str = ""
    on: date | None = None
    at: time | None = None
    minutes: int | None = None
    _: KW_ONLY
    contract: Contract = field(default_factory=Contract)

    def terms(self, zone: str) -> Terms:
        """The terms it proposes, on the wall clock of `zone`, with trimmed texts."""
        wall = WallTime(datetime.combine(self.on, self.at), zone) if self.on and self.at else None
        length = timedelta(minutes=self.minutes or 0)
        return Terms(self.customer.strip(), wall.instant() if wall else None, length, self.contract, wall)


def draft_of(ride: RideAlong, viewer: Person) -> Draft:
    """The form filled from a ride-along as it is, on the clock of whichever of the two opens it."""
    begins, minutes = local(ride.starts_at, viewer.zone), int(ride.length / timedelta(minutes=1))
    other_id = ride.other(viewer.user_id)
    return Draft(other_id, ride.customer, begins.date(), begins.time(), minutes, contract=ride.contract)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The plan modal to open. `version` is the one being changed, None for a new ride-along.

    `leads`: whether the person filling it in is the leader; the person picked is the other one. `is_first`: they have
    had no ride-along yet, so its terms are explained.
    """

    id: str
    zone: str
    leads: bool
    draft: Draft
    logged: bool = False
    _: KW_ONLY
    version: int | None = None
    understood: Understood | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class RideFacts:
    """A ride-along as `viewer`, one of the two, sees it.

    `theirs` is the other's reflection, only if the viewer may read it. `commitment` is the salesperson's last open one,
    and `made` the one that they made after this call, both only if the viewer may read them. `last` is the previous
    ride-along of these two. `seen` tells who was shown what the viewer shared of it; it is only about the viewer's own
    words. `number` counts the viewer's earlier ride-alongs. `untold`: the other is not told what the viewer just did.
    """

    ride: RideAlong
    viewer: Person
    other: Person
    now: datetime
    mine: Reflection | None = None
    _: KW_ONLY
    theirs: Reflection | None = None
    other_answered: bool = False
    commitment: Commitment | None = None
    made: Commitment | None = None
    last: RideAlong | None = None
    seen: tuple[Disclosure, ...] = ()
    number: int = 0
    untold: bool = False

    @property
    def wrote_after_reading(self) -> bool:
        """Whether the other wrote or changed theirs after they could read the viewer's."""
        if self.mine is None or self.theirs is None or not self.mine.shared:
            return False
        return self.mine.at < self.theirs.at and self.theirs.at >= self.ride.opens_at

    @property
    def leads(self) -> bool:
        """Whether the viewer is the leader of the two."""
        return self.viewer.user_id == self.ride.leader_id

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed, changed or cancelled."""
        return self.ride.state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED} and self.now < self.ride.ends_at

    @property
    def may_be_over(self) -> bool:
        """Whether either may end it early: it has begun, and its planned end is still to come."""
        return self.is_open and self.now >= self.ride.starts_at

    @property
    def waits_for_viewer(self) -> bool:
        """Whether the viewer has not said yes to its current version."""
        return self.is_open and self.viewer.user_id not in self.ride.confirmed_by

    @property
    def other_left(self) -> bool:
        """Whether the other left Slack: the call will hardly go as planned, but they may come back."""
        return self.other.status is PersonStatus.GONE

    @property
    def other_had_left(self) -> bool:
        """Whether the other left before it began, so that there was no such call; one that was logged had happened."""
        left_at = self.other.left_at if self.other_left else None
        return left_at is not None and left_at <= self.ride.starts_at and not self.ride.logged

    @property
    def agreed_to_hear(self) -> bool:
        """Whether the viewer gets the brief and what follows: they take part, or said yes to this ride-along."""
        return self.viewer.status is PersonStatus.ACTIVE or self.viewer.user_id in self.ride.confirmed_by

    @property
    def may_be_asked(self) -> bool:
        """Whether the questions may go to the viewer. For a logged call they also go to somebody new: they are the only
        message about it, and say so.
        """
        return self.agreed_to_hear or self.ride.logged

    @property
    def gets_questions(self) -> bool:
        """Whether the questions about it reach the viewer now: they did not turn them off, stop or pause."""
        are_off = NudgeKind.REFLECTIONS in self.viewer.turned_off
        return self.agreed_to_hear and not self._is_quiet(self.viewer) and not are_off

    @property
    def is_new_here(self) -> bool:
        """Whether the viewer never started Second Chair, so that a message has to say what it is."""
        return self.viewer.status in {PersonStatus.NEW, PersonStatus.WELCOMED}

    @property
    def reach(self) -> Reach:
        """Whether the other hears from us now."""
        if self.other.status is PersonStatus.GONE:
            return Reach.GONE
        wants_no_questions = self.ride.logged and NudgeKind.REFLECTIONS in self.other.turned_off
        if self._is_quiet(self.other) or wants_no_questions:
            return Reach.QUIET
        return Reach.UNTOLD if self.untold else Reach.MESSAGES

    def _is_quiet(self, person: Person) -> bool:
        paused = any(pause.covers(local_date(self.now, person.zone)) for pause in person.pauses)
        return person.is_guest or person.cut_off or person.status is PersonStatus.STOPPED or paused


@dataclass(frozen=True, slots=True)
class RidePage:
    """The first ride-alongs of a list, as many as are shown; `total` counts all of them."""

    rides: tuple[RideFacts, ...] = ()
    total: int = 0
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // MOST_LISTED))


@dataclass(frozen=True, slots=True)
class History:
    """The newest ride-alongs of the viewer with one other person, the newest first; `total` counts all of them."""

    viewer: Person
    other: Person
    rides: tuple[RideFacts, ...]
    total: int = 0
    _: KW_ONLY
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // MOST_IN_HISTORY))
