"""The development map: what a leader did with each of their salespeople, and each salesperson's own page.

It only puts side by side what its viewer may read anyway: their own notes, what both agreed, what was shared with them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime

from bot.domain.checkins.commitments import Commitment
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.people import Person, PersonStatus
from bot.domain.pictures import WEEKS
from bot.domain.time.localtime import WEEK, local_date, week_of

MOST_PAGES = 10
MOST_SKILLS = 3
MOST_STEPS = 2


@dataclass(frozen=True, slots=True)
class SeriesSummary:
    """A summary of years of calls of a leader and a salesperson. `held` counts those that began and were not cancelled;
    `last` is the newest of them and `next` the first agreed one to come (aware UTC). `begun`: when those of the last
    weeks began. `skills` are those agreed for the newest calls, latest first, without repeats.
    """

    held: int = 0
    last: datetime | None = None
    next: datetime | None = None
    begun: tuple[datetime, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DevelopmentPage:
    """What a viewer sees of the development work between them and `other_id`; dates are local to the viewer.

    `rides` counts joint calls that happened. `skills` were agreed for them, the latest first. `steps` are the
    salesperson's open steps, as far as the viewer may read them. `last_moment` and `last_named` are the viewer's own
    coaching moment and check-in about the other one; a salesperson's own page has neither. `done_on` are the days on
    which the viewer did one of these for them, as far back as its picture goes. `has_left`: the other left Slack.
    """

    other_id: str
    rides: int = 0
    last_ride: date | None = None
    next_ride: date | None = None
    skills: tuple[str, ...] = ()
    _: KW_ONLY
    steps: tuple[Commitment, ...] = ()
    last_moment: date | None = None
    last_named: date | None = None
    name: str = ""
    done_on: tuple[date, ...] = ()
    has_left: bool = False

    @property
    def last_seen_to(self) -> date | None:
        """When the viewer last did something for the other person that we know of; None if never."""
        return max((on for on in (self.last_ride, self.last_moment, self.last_named) if on), default=None)


@dataclass(frozen=True, slots=True)
class DevelopmentFacts:
    """A leader's map (`pages` of their salespeople), and the viewer's own page (`own`, one for each of their leaders).

    `own_steps` are all of the viewer's own open steps, `own_seen` says who was shown them, `today` is their local date.
    `leads`: whether the viewer may name salespeople; `sells`: whether they take part as a salesperson.
    """

    viewer_id: str
    today: date
    pages: tuple[DevelopmentPage, ...] = ()
    own: tuple[DevelopmentPage, ...] = ()
    own_steps: tuple[Commitment, ...] = ()
    _: KW_ONLY
    own_seen: tuple[Disclosure, ...] = ()
    leads: bool = False
    sells: bool = False


def page_of(
    other: Person,
    series: SeriesSummary,
    zone: str,
    steps: Iterable[Commitment] = (),
    moments: Sequence[date] = (),
    named: Sequence[date] = (),
) -> DevelopmentPage:
    """The page about `other`, from the series with them, as one viewer may see it.

    `steps` are the open ones made after these calls. `moments` are local dates of the viewer's own moments about them;
    `named` are the weeks of their check-ins that name them: the newest, and those that the picture shows.
    """
    return DevelopmentPage(
        other.user_id,
        name=other.name,
        has_left=other.status is PersonStatus.GONE,
        done_on=(*(local_date(at, zone) for at in series.begun), *moments, *named),
        rides=series.held,
        last_ride=series.last and local_date(series.last, zone),
        next_ride=series.next and local_date(series.next, zone),
        skills=series.skills[:MOST_SKILLS],
        steps=tuple(steps),
        last_moment=max(moments, default=None),
        last_named=max(named, default=None),
    )


def picture_begins(this_week: date) -> date:
    """The Monday of the oldest week that the picture shows."""
    return this_week - WEEK * (WEEKS - 1)


def weeks_with(page: DevelopmentPage, this_week: date) -> tuple[int, ...]:
    """On how many days something was done, in each of the last WEEKS weeks up to that of Monday `this_week`, oldest
    first.
    """
    weeks = [this_week - WEEK * back for back in reversed(range(WEEKS))]
    days = Counter(week_of(on) for on in set(page.done_on))
    return tuple(days[week] for week in weeks)


def longest_left_out_first(pages: Iterable[DevelopmentPage]) -> tuple[DevelopmentPage, ...]:
    """Those never seen to first, then those seen to longest ago; ties by id. People who left Slack are not neglected by
    anybody, and come last.
    """
    return tuple(sorted(pages, key=lambda page: (page.has_left, page.last_seen_to or date.min, page.other_id)))
