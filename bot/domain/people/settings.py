"""One's own settings: what a form or a typed line changes, and what comes of it, with the next time of everything."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime, time
from typing import NamedTuple

from bot.domain.budget import Cadence
from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.countries import NO_HOLIDAYS, is_known
from bot.domain.people.people import NudgeKind, Person, Position
from bot.domain.people.positions import in_position
from bot.domain.time.hours import Hours
from bot.domain.time.schedule import Pause
from bot.domain.time.zones import find_zone
from bot.errors import Problem, Problems

USUAL_PROMPT = time(8, 30)
HOUR_CLOCKS = (12, 24)
GUESSED = -1  # the number that stands for "as usual where I live", of a clock and of a first day


class Upcoming(NamedTuple):
    """The next time (aware UTC) of one nudge, by its key, and the zone to read it in."""

    nudge: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """A person's settings and the next time of everything recurring, the earliest first, on their date `today`.

    `letters_at` is when the next letter or report about a quarter comes. `paused` is the pause that they have just
    made. `has_prompt` where it was looked at: today's prompt is with them, or on its way. `thinned` is what the prompts
    they ignored leave of their cadence, None where that is all. `was` is the person before what they have just changed.
    `heeds_dnd`: whether Slack tells us when it is not to disturb them.
    """

    person: Person
    today: date
    upcoming: tuple[Upcoming, ...] = ()
    upgrade: Upgrade | None = None
    paused: Pause | None = None
    _: KW_ONLY
    has_prompt: bool = False
    letters_at: Upcoming | None = None
    thinned: Cadence | None = None
    was: Person | None = field(default=None, compare=False)
    heeds_dnd: bool = True

    @property
    def pause(self) -> Pause | None:
        """The pause that they are in, or None."""
        return next((pause for pause in self.person.pauses if pause.covers(self.today)), None)

    @property
    def next_pause(self) -> Pause | None:
        """The pause that they are in, or the next one to come."""
        return next((pause for pause in self.person.pauses if pause.last is None or pause.last >= self.today), None)

    def next_of(self, nudge: str) -> Upcoming | None:
        """When a nudge comes next, or None."""
        return next((upcoming for upcoming in self.upcoming if upcoming.nudge == nudge), None)


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What somebody chose; nothing of it is checked yet. None leaves a setting as it is.

    `zone` is "" where that of the Slack profile is to be followed, `country` a code ("DE-BY"), "none", or "" where it
    is to be guessed, `locale` "" where we are to be read as in Slack. `hour_clock` and `first_day` may be GUESSED.
    `hours` are a beginning and an end. `wanted` says of kinds of nudges whether they are wanted. `pause` is the first
    and the last day of the pause that they are in, or the next one: open-ended without a last day, none with neither.
    """

    zone: str | None = None
    prompt_on: bool | None = None
    prompt_at: time | None = None
    working_days: frozenset[int] | None = None
    checkin_day: int | None = None
    _: KW_ONLY
    checkin_at: time | None = None
    country: str | None = None
    position: Position | None = None
    cadence: Cadence | None = None
    hours: tuple[time | None, time | None] | None = None
    locale: str | None = None
    hour_clock: int | None = None
    first_day: int | None = None
    wanted: tuple[tuple[NudgeKind, bool], ...] = ()
    pause: tuple[date | None, date | None] | None = None


def changed(person: Person, form: SettingsForm) -> Person:
    """The person with what the form says.

    Working hours that were not changed are widened so that they hold the times that were chosen. Raises Problems at
    the fields that cannot be understood, or contradict each other.
    """
    problems = _faults(person, form)
    if problems:
        raise Problems(*problems)
    after = in_position(person, form.position) if form.position else person
    off = {kind for kind, is_wanted in form.wanted if not is_wanted}
    on = {kind for kind, is_wanted in form.wanted if is_wanted}
    after = replace(
        after,
        own_zone=person.own_zone if form.zone is None else find_zone(form.zone) if form.zone else None,
        working_days=person.working_days if form.working_days is None else form.working_days,
        checkin_day=person.checkin_day if form.checkin_day is None else form.checkin_day,
        checkin_at=form.checkin_at or person.checkin_at,
        country=person.country if form.country is None else form.country or None,
        cadence=form.cadence or person.cadence,
        hours=_hours(person, form),
        locale_choice=person.locale_choice if form.locale is None else form.locale or None,
        hour_clock=_chosen(form.hour_clock, person.hour_clock),
        first_day=_chosen(form.first_day, person.first_day),
        turned_off=(person.turned_off - on) | off,
        prompt_at=None if form.prompt_on is False else form.prompt_at or person.prompt_at,
    )
    return _within_hours(person, after)


def times_of(person: Person) -> dict[str, time]:
    """The times that this person's messages come at, by the field in which each is chosen."""
    times = {"prompt_at": person.prompt_at, "checkin_at": person.checkin_at if person.gets_checkin else None}
    return {name: at for name, at in times.items() if at is not None}


def _chosen(chosen: int | None, before: int | None) -> int | None:
    if chosen is None:
        return before
    return None if chosen == GUESSED else chosen


def _hours(person: Person, form: SettingsForm) -> Hours:
    if form.hours is None:
        return person.hours
    start, end = form.hours
    return Hours(
        person.hours.start if start is None else start,
        person.hours.end if end is None else end,
    )


def _faults(person: Person, form: SettingsForm) -> list[Problem]:
    """What is wrong with a form by itself."""
    problems = []
    if form.zone and find_zone(form.zone) is None:
        problems.append(Problem("errors.stale", field="zone"))
    if form.country and form.country != NO_HOLIDAYS and not is_known(form.country):
        problems.append(Problem("errors.stale", field="country"))
    if form.working_days is not None and not form.working_days:
        problems.append(Problem("settings.problems.no_days", field="working_days"))
    if form.prompt_on and form.prompt_at is None:
        problems.append(Problem("settings.problems.no_prompt_time", field="prompt_at"))
    if form.checkin_day is not None and form.checkin_at is None:
        problems.append(Problem("settings.problems.no_checkin_time", field="checkin_at"))
    if not _hours(person, form).in_order:
        problems.append(Problem("settings.problems.hours_order", field="hours_to"))
    return problems


def _within_hours(before: Person, after: Person) -> Person:
    outside = {name: at for name, at in times_of(after).items() if not after.hours.holds(at)}
    if outside and after.hours != before.hours:
        there = {"start": after.hours.start, "end": after.hours.end}
        raise Problems(
            *(Problem(f"settings.problems.{name}_outside", field=name, at=at, **there) for name, at in outside.items())
        )
    hours = after.hours
    for at in outside.values():
        hours = hours.with_time(at)
    return replace(after, hours=hours)
