"""The development record of two people, a leader and a salesperson: the same entries for both, in order of time.

It only contains what both may read anyway: calls they were on together, the skills agreed for them, moments and steps
that their author shared. What only one of the two may read is left out for both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.checkins.commitments import Commitment
from bot.domain.people.disclosures import Disclosure
from bot.domain.ridealongs.moments import CoachingMoment
from bot.domain.ridealongs.ridealongs import RideAlong

PAGE = 8  # entries
MOST_MOMENTS = 3
MOST_OPEN_STEPS = 3


class EntryKind(StrEnum):
    """What an entry is about."""

    RIDE = "ride"
    MOMENT = "moment"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry on a date local to the viewer. `kind` says which of the three fields is set."""

    on: date
    kind: EntryKind
    ride: RideAlong | None = None
    moment: CoachingMoment | None = None
    step: Commitment | None = None


@dataclass(frozen=True, slots=True)
class RecordKey:
    """Where an entry goes in the record: its date local to the viewer, and within a date by kind and start time `at`
    (aware UTC), the latest being the newest. Steps have no time of day.
    """

    on: date
    kind: EntryKind
    at: datetime | None
    id: str

    @property
    def order(self) -> tuple[date, str, bool, datetime | None, str]:
        """By date, then kind, time and id, so that a page has the same entries each time it is opened."""
        return self.on, self.kind, self.at is not None, self.at, self.id


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """How many entries of each kind a record has; `notes` are moments that the leader did not share."""

    rides: int
    steps: int
    moments: int
    notes: int


@dataclass(frozen=True, slots=True)
class DevelopmentRecord:
    """One page of the record as one of the two reads it, the newest first; pages count from 0.

    `notes` counts the viewer's own unshared moments about the other; a salesperson has none.
    """

    viewer_id: str
    other_id: str
    leads: bool
    today: date
    entries: tuple[RecordEntry, ...] = ()
    _: KW_ONLY
    page: int = 0
    pages: int = 1
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of a leader's own moments about one salesperson, shared and unshared, the newest first."""

    leader_id: str
    salesperson_id: str
    zone: str
    moments: tuple[CoachingMoment, ...] = ()
    page: int = 0
    _: KW_ONLY
    pages: int = 1


@dataclass(frozen=True, slots=True)
class OneToOne:
    """What one of the two takes into a one-to-one. `steps` are the salesperson's open ones that both may read.
    `own_steps` are the viewer's other open ones, for them only. `question` is the key of the coaching question that the
    leader has not asked for the longest time, `asked_on` when they last did. `next_ride` is a date local to the viewer.
    """

    viewer_id: str
    other_id: str
    leads: bool
    today: date
    steps: tuple[Commitment, ...] = ()
    _: KW_ONLY
    own_steps: tuple[Commitment, ...] = ()
    moments: tuple[RecordEntry, ...] = ()
    skills: tuple[str, ...] = ()
    next_ride: date | None = None
    question: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """When a leader last asked one salesperson one of our coaching questions, by its key (the leader's local date)."""

    leader_id: str
    salesperson_id: str
    question: str
    on: date


def keys_on(keys: Iterable[RecordKey], page: int) -> list[RecordKey]:
    """The keys on a page, the newest first. `keys` are the newest of each kind, as many of each as all pages up to this
    one hold.
    """
    newest = sorted(keys, key=lambda key: key.order, reverse=True)
    return newest[page * PAGE : (page + 1) * PAGE]


def page_at(count: int, page: int) -> tuple[int, int]:
    """The page to show, kept within range, and how many pages there are: deletions since can leave fewer."""
    pages = max(1, -(-count // PAGE))
    return min(max(page, 0), pages - 1), pages


def not_asked_for_longest(questions: Sequence[str], asked: Mapping[str, date]) -> str:
    """The key of a question that was never asked, else of the one asked longest ago; "" if there are no questions."""
    return min(questions, key=lambda key: (asked.get(key, date.min), questions.index(key)), default="")


def in_record(record: DevelopmentRecord) -> list[Disclosure]:
    """What a page shows its viewer of the other's shared words."""
    return _disclosures(record.viewer_id, record.other_id, record.entries, record.today)


def in_one_to_one(facts: OneToOne) -> list[Disclosure]:
    """The same for a one-to-one page."""
    steps = [RecordEntry(step.made_on, EntryKind.STEP, step=step) for step in facts.steps]
    return _disclosures(facts.viewer_id, facts.other_id, [*facts.moments, *steps], facts.today)


def _disclosures(viewer_id: str, other_id: str, entries: Iterable[RecordEntry], today: date) -> list[Disclosure]:
    shown = [(entry.step.owner_id, entry.step.id) for entry in entries if entry.step]
    shown += [(entry.moment.author_id, entry.moment.id) for entry in entries if entry.moment]
    return [Disclosure(other_id, subject, viewer_id, today) for author_id, subject in shown if author_id == other_id]
