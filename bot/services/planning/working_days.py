"""Which days somebody works: their own settings joined with the public holidays of their country."""

from collections.abc import Container
from datetime import date
from functools import cache

from bot.domain.people.people import Person
from bot.domain.time.schedule import Before, Calendar


@cache
def holidays_of(country: str | None) -> Container[date]:
    """The public holidays of a country code such as "DE" or "US-NY"; none where the code is unknown or missing.

    Years are worked out as they are asked for.
    """
    if not country:
        return frozenset()
    import holidays  # noqa: PLC0415 - a start need not wait for it

    code, _, part = country.partition("-")
    try:
        return holidays.country_holidays(code, subdiv=part or None)
    except NotImplementedError:  # what `holidays` raises for a country or part that it does not know
        return frozenset()


def calendar_of(person: Person) -> Calendar:
    """The calendar that a person keeps to: their pauses, and what it was before they changed it, included."""
    before = tuple(
        Before(one.until, one.working_days, holidays_of(one.country), one.checkin_day) for one in person.earlier
    )
    return Calendar(person.working_days, holidays_of(person.country), person.pauses, before)
