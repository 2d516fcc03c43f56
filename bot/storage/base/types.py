"""Column types for the domain's own values, so that a row holds exactly the fields of a domain object."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Integer, String, TypeDecorator

from bot.domain.installations.team_access import TeamGrant
from bot.domain.people.people import Earlier, NudgeKind
from bot.domain.time.hours import Hours


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant. Refuses a naive value, since nobody knows which instant it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as stored in the database; ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@cache
def _days(text: str) -> frozenset[int]:
    return frozenset(int(day) for day in text)


class Weekdays(TypeDecorator[frozenset[int]]):
    """A set of weekdays, Monday = 0, kept as a string such as "01234"."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        """The days in order, or NULL."""
        return None if value is None else "".join(str(day) for day in sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        """The days as a set."""
        return None if value is None else _days(value)


class Length(TypeDecorator[timedelta]):
    """A length of time, kept in whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Seconds."""
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """The length of time."""
        return None if value is None else timedelta(seconds=value)


class NameList(TypeDecorator[tuple[str, ...]]):
    """Several short keys or user ids in order, kept as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> list[str] | None:
        """A JSON list; sets are sorted so that equal values are stored alike."""
        if value is None:
            return None
        return sorted(value) if isinstance(value, frozenset) else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:
        """A tuple."""
        return None if value is None else tuple(value)


class EarlierDays(TypeDecorator[tuple[Earlier, ...]]):
    """Somebody's working days in the past, in order, kept as JSON: [["2026-10-18", "01234", "DE", 4, true]].

    Older entries lack the fourth part, the weekday of the check-in, or the fifth, whether it was wanted.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Earlier, ...] | None, dialect: Dialect) -> list[Any]:
        """Lists of texts and a number."""
        days = Weekdays()
        return [
            [
                earlier.until.isoformat(),
                days.process_bind_param(earlier.working_days, dialect),
                earlier.country,
                earlier.checkin_day,
                earlier.asked,
            ]
            for earlier in value or ()
        ]

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[Earlier, ...]:
        """The days as domain objects."""
        return tuple(
            Earlier(date.fromisoformat(until), _days(days), country, *rest)
            for until, days, country, *rest in value or ()
        )


class KindSet(TypeDecorator[frozenset[NudgeKind]]):
    """Kinds of nudges, kept as a sorted JSON list; a kind written by a later version is ignored."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: frozenset[NudgeKind] | None, dialect: Dialect) -> list[str]:
        """A sorted list of their values."""
        return sorted(value or ())

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> frozenset[NudgeKind]:
        """The kinds."""
        return frozenset(kind for kind in NudgeKind if kind.value in (value or ()))


class HoursText(TypeDecorator[Hours]):
    """Working hours, kept as "08:00-18:00"."""

    impl = String(11)
    cache_ok = True

    def process_bind_param(self, value: Hours | None, dialect: Dialect) -> str | None:
        """The two times."""
        return None if value is None else f"{value.start:%H:%M}-{value.end:%H:%M}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Hours | None:
        """The hours."""
        return None if value is None else Hours(*(time.fromisoformat(part) for part in value.split("-")))


class TeamGrants(TypeDecorator[tuple[TeamGrant, ...]]):
    """The teams of an organisation that the app is in, as Slack told us, kept as JSON: [["T1", false,
    "2026-10-18T07:00:00+00:00"]].
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[TeamGrant, ...] | None, dialect: Dialect) -> list[Any]:
        """Lists of a team, yes or no, and an instant."""
        return [[grant.team_id, grant.granted, grant.since.isoformat()] for grant in value or ()]

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[TeamGrant, ...]:
        """The grants as domain objects."""
        return tuple(
            TeamGrant(team_id, granted, datetime.fromisoformat(since)) for team_id, granted, since in value or ()
        )


class EnumText(TypeDecorator[StrEnum]):
    """A member of one of the domain's enums, kept as its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._members: Mapping[str | None, StrEnum | None] = {None: None} | {member.value: member for member in kind}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The value."""
        return None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:
        """Finds the member for a value in one lookup: `process_result_value` would take four calls for each of many
        rows.
        """
        return self._members.__getitem__
