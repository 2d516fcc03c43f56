"""Which days somebody works: their own settings joined with the public holidays of their country."""

from collections.abc import Container, Sequence
from datetime import date
from functools import cache

from bot.domain.people.countries import NO_HOLIDAYS, parts_of
from bot.domain.people.people import NudgeKind, Person
from bot.domain.time.schedule import Before, Calendar

MOST_PARTS = 0.6  # of a country's parts: what so many have is a holiday where nobody said which part
EVERYWHERE = frozenset({(1, 1), (12, 25)})  # month and day: whatever country it is, few work then


class _Everywhere(Container[date]):
    """The days on which hardly anybody works, for those of whom nobody knows where they are."""

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and (on.month, on.day) in EVERYWHERE


class _WholeCountry(Container[date]):
    """The holidays of a country as a whole, where no part was chosen: the national ones, and those of most parts.

    By law Canada has no Thanksgiving and Switzerland no Good Friday: their parts have.
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
    """As the library `holidays` has them; years are worked out as they are asked for. Raises NotImplementedError for a
    country or part that it does not know.
    """
    import holidays  # noqa: PLC0415 - a start need not wait for it

    return holidays.country_holidays(country, subdiv=part)


@cache
def holidays_of(country: str | None) -> Container[date]:
    """The public holidays of a country code such as "DE" or "US-NY"; none for "none", and Christmas and New Year alone
    where the code is unknown or missing.
    """
    if country == NO_HOLIDAYS:
        return frozenset()
    if not country:
        return _Everywhere()  # and the library is not loaded for it
    code, _, part = country.partition("-")
    try:
        if part:
            return country_holidays(code, part)
        return _WholeCountry(code, [name.removeprefix(f"{code}-") for name in parts_of(code)])
    except NotImplementedError:  # the library's word for a country that it does not know
        return _Everywhere()


def calendar_of(person: Person) -> Calendar:
    """The calendar that a person keeps to: their pauses, and what it was before they changed it, included."""
    before = tuple(
        Before(earlier.until, earlier.working_days, holidays_of(earlier.country), earlier.checkin_day, earlier.asked)
        for earlier in person.earlier
    )
    asked = NudgeKind.CHECKIN not in person.turned_off
    return Calendar(person.working_days, holidays_of(person.holiday_country), person.pauses, before, asked)
