"""A person's own settings: what a form or a typed line changes, the result, and when everything comes next."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime, time
from typing import NamedTuple

from bot.domain.budget import Cadence
from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.countries import NO_HOLIDAYS, is_known
from bot.domain.people.people import NudgeKind, Person, Position
from bot.domain.people.positions import in_position
from bot.domain.time.hours import Hours
from bot.domain.time.schedule import Pause, next_pause
from bot.domain.time.zones import find_zone
from bot.errors import Problem, Problems

USUAL_PROMPT = time(8, 30)
HOUR_CLOCKS = (12, 24)
GUESSED = -1  # stands for "as usual where I live", for the clock and the first day of the week


class Upcoming(NamedTuple):
    """When one nudge, named by its key, comes next (aware UTC), and the zone to show that in."""

    nudge: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """A person's settings and the next time of everything recurring, the earliest first, on their date `today`.

    `letters_at` is when the next letter or report about a quarter comes. `paused` is the pause that they have just
    made. `has_prompt`, if it was checked: they have today's prompt, or it is on its way. `thinned` is the cadence left
    after the prompts they ignored, None if it is unchanged. `was` is the person before the change just made.
    `heeds_dnd`: whether Slack tells us when not to disturb them.
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
        """The pause that they are in, or the next one."""
        return next_pause(self.person.pauses, self.today)

    def next_of(self, nudge: str) -> Upcoming | None:
        """When a nudge comes next, or None."""
        return next((upcoming for upcoming in self.upcoming if upcoming.nudge == nudge), None)


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What somebody chose, not checked yet. None leaves a setting as it is.

    `zone` is "" to follow the Slack profile, `country` a code ("DE-BY"), "none", or "" to guess it, `locale` "" to
    follow Slack's language. `hour_clock` and `first_day` may be GUESSED. `hours` are a start and an end. `wanted` pairs
    kinds of nudges with whether they are wanted. `pause` is the first and last day of the current or next pause:
    open-ended without a last day, no pause with neither.
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
    """The person with the form's changes applied.

    Working hours that the form leaves alone are widened to hold the chosen times. Raises Problems at the fields that
    cannot be understood, or contradict each other.
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
    """The times when this person's messages come, by the field that sets each."""
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
    """What is wrong with a form, before times are compared with hours."""
    problems = []
    if form.zone and find_zone(form.zone) is None:
        problems.append(Problem("errors.stale_choice", field="zone"))
    if form.country and form.country != NO_HOLIDAYS and not is_known(form.country):
        problems.append(Problem("errors.stale_choice", field="country"))
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
