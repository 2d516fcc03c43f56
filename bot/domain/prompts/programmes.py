"""Programmes: four to six weeks on one habit, with prompts of their own in place of the daily ones."""

from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass
from datetime import date

from bot.domain.selfchecks.path import SelfCheckPoint
from bot.domain.time.localtime import DAY, WEEK, week_of
from bot.domain.time.schedule import TUESDAY
from content.models import Programme, ProgrammeWeek, Prompt

FRESH_SELFCHECK = 14 * DAY  # a self-check up to this old still counts as the first one of a programme


@dataclass(frozen=True, slots=True)
class ProgrammeRun:
    """One person's programme, from Monday `started_on`; `ended_on` is set if they stopped it themselves."""

    id: str
    user_id: str
    programme: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A person's programme and what they did in it; `run` and `programme` are None if there has been none yet.

    `number` is this week's, from 1; 0 before it begins, and beyond the last once it is over. `practised` of `sent`
    prompts were taken up; `kept` of the `plans` made in its weeks were kept. `before` and `after` are the self-checks
    around it, None if missing. `available` lists all programmes to choose from; `stopped` was
    stopped just now.
    """

    available: tuple[Programme, ...]
    run: ProgrammeRun | None = None
    programme: Programme | None = None
    number: int = 0
    sent: int = 0
    _: KW_ONLY
    practised: int = 0
    kept: int = 0
    plans: int = 0
    before: SelfCheckPoint | None = None
    after: SelfCheckPoint | None = None
    stopped: Programme | None = None

    @property
    def week(self) -> ProgrammeWeek | None:
        """This week of the programme, or None outside of it."""
        if self.programme is None or not 1 <= self.number <= len(self.programme.weeks):
            return None
        return self.programme.weeks[self.number - 1]

    @property
    def is_running(self) -> bool:
        """Whether there is a programme that is neither over nor stopped."""
        if self.run is None or self.programme is None or self.run.ended_on is not None:
            return False
        return self.number <= len(self.programme.weeks)

    @property
    def wants_first_selfcheck(self) -> bool:
        """Whether a self-check now would still be the first of the two that are compared: one later than in the first
        week is not.
        """
        return self.before is None and self.number <= 1


def first_monday(today: date) -> date:
    """When a programme chosen on `today` begins: the Monday of this week up to Tuesday, else the next Monday."""
    return week_of(today) if today.weekday() <= TUESDAY else week_of(today) + WEEK


def week_number(run: ProgrammeRun, on: date) -> int:
    """The number of the programme week that the local date `on` is in, from 1; 0 before it began."""
    return max(0, (week_of(on) - run.started_on) // WEEK + 1)


def last_day(run: ProgrammeRun, programme: Programme) -> date:
    """The Sunday of its last week."""
    return run.started_on + len(programme.weeks) * WEEK - DAY


def prompt_of_day(programme: Programme, run: ProgrammeRun, on: date, seen: Collection[str]) -> Prompt | None:
    """The prompt of the programme for the local date `on`: the first of that week's prompts not sent yet, or None."""
    if run.ended_on is not None and on >= run.ended_on:
        return None
    facts = ProgrammeFacts((), run, programme, week_number(run, on))
    return next((prompt for prompt in facts.week.prompts if prompt.id not in seen), None) if facts.week else None
