"""Which days somebody works: their own settings combined with the public holidays of their country."""

from collections.abc import Container, Sequence
from datetime import date
from functools import cache

from bot.domain.people.countries import NO_HOLIDAYS, parts_of
from bot.domain.people.people import NudgeKind, Person
from bot.domain.time.schedule import Before, Calendar

MOST_PARTS = 0.6  # share of a country's parts: a holiday in at least so many counts if no part was chosen
EVERYWHERE = frozenset({(1, 1), (12, 25)})  # month and day: few people work then in any country


class _Everywhere(Container[date]):
    """The days on which hardly anybody works, for people whose country is unknown."""

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and (on.month, on.day) in EVERYWHERE


class _WholeCountry(Container[date]):
    """The holidays of a whole country, if no part was chosen: the national ones, and those of most parts.

    By law Canada has no Thanksgiving and Switzerland no Good Friday, but their parts do.
    """

    def __init__(self, country: str, parts: Sequence[str]) -> None:
        self._parts = [country_holidays(country, part) for part in parts]
        self._national = country_holidays(country)
        self._known: dict[date, bool] = {}

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self._is_one(on)

    def _is_one(self, on: date) -> bool:
        if on not in self._known:
            having = sum(on in part for part in self._parts)
            is_shared = bool(having) and having >= MOST_PARTS * len(self._parts)
            self._known[on] = is_shared or on in self._national
        return self._known[on]


def country_holidays(country: str, part: str | None = None) -> Container[date]:
    """The holidays from the library `holidays`, which computes years on demand. Raises NotImplementedError for a
    country or part that it does not know.
    """
    import holidays  # noqa: PLC0415 - starting up need not wait for it

    return holidays.country_holidays(country, subdiv=part)


@cache
def holidays_of(country: str | None) -> Container[date]:
    """The public holidays of a country code such as "DE" or "US-NY"; none for "none", and only Christmas and New Year
    if the code is unknown or missing.
    """
    if country == NO_HOLIDAYS:
        return frozenset()
    if not country:
        return _Everywhere()  # without loading the library
    code, _, part = country.partition("-")
    try:
        if part:
            return country_holidays(code, part)
        return _WholeCountry(code, [name.removeprefix(f"{code}-") for name in parts_of(code)])
    except NotImplementedError:  # how the library reports an unknown country
        return _Everywhere()


def calendar_of(person: Person) -> Calendar:
    """The calendar that applies to a person, including their pauses, and earlier versions before changes."""
    before = tuple(
        Before(earlier.until, earlier.working_days, holidays_of(earlier.country), earlier.checkin_day, earlier.asked)
        for earlier in person.earlier
    )
    asked = NudgeKind.CHECKIN not in person.turned_off
    return Calendar(person.working_days, holidays_of(person.holiday_country), person.pauses, before, asked)
