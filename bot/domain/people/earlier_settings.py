"""The settings before a change: streaks judge a past day or week by the settings of that time."""

from dataclasses import replace
from datetime import date

from bot.domain.people.people import Earlier, NudgeKind, Person
from bot.domain.time.localtime import DAY


def with_earlier_settings(before: Person, after: Person, today: date) -> Person:
    """`after`, keeping the settings until yesterday if they differ; `today` is the local date of the change."""
    kept = _judged_by(before)
    if kept == _judged_by(after):
        return after
    until = today - DAY
    if any(earlier.until >= until for earlier in before.earlier):
        return after  # a second change on one day: yesterday's settings are already known
    return replace(after, earlier=(*before.earlier, Earlier(until, *kept)))


def _judged_by(person: Person) -> tuple[frozenset[int], str | None, int, bool]:
    """The settings by which streaks judge a day or week; the country is that of the holidays, chosen or guessed."""
    wants_checkin = NudgeKind.CHECKIN not in person.turned_off
    return person.working_days, person.holiday_country, person.checkin_day, wants_checkin
