"""What held before a change: streaks judge a past day, and week, by the days of its time."""

from dataclasses import replace
from datetime import date

from bot.domain.people.people import Earlier, NudgeKind, Person
from bot.domain.time.localtime import DAY


def remembering(before: Person, after: Person, today: date) -> Person:
    """`after`, with what held until yesterday where that is another; `today` is the local date of the change."""
    kept = _judged_by(before)
    if kept == _judged_by(after):
        return after
    until = today - DAY
    if any(earlier.until >= until for earlier in before.earlier):
        return after  # changed again on one day: what held yesterday is known already
    return replace(after, earlier=(*before.earlier, Earlier(until, *kept)))


def _judged_by(person: Person) -> tuple[frozenset[int], str | None, int, bool]:
    """What streaks judge a day, and a week, by; the country is that of the holidays, which may come with the zone."""
    wants_checkin = NudgeKind.CHECKIN not in person.turned_off
    return person.working_days, person.holiday_country, person.checkin_day, wants_checkin
