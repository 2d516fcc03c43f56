"""Who the nine are, where they live, and the record of what applied to each on which day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.budget import Cadence
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Position, Who
from bot.domain.time.schedule import WORKDAYS

BERLIN, NEW_YORK, SAO_PAULO = "Europe/Berlin", "America/New_York", "America/Sao_Paulo"
KOLKATA, AUCKLAND, JERUSALEM = "Asia/Kolkata", "Pacific/Auckland", "Asia/Jerusalem"
COUNTRIES = {BERLIN: "DE", NEW_YORK: "US", SAO_PAULO: "BR", KOLKATA: "IN", AUCKLAND: "NZ", JERUSALEM: "IL"}
SUNDAY_FIRST = {NEW_YORK, SAO_PAULO, KOLKATA, JERUSALEM}  # weeks begin on Sunday there: Unicode's CLDR
ISRAELI = frozenset({6, 0, 1, 2, 3})


@dataclass(frozen=True, slots=True)
class Life:
    """What applies to somebody on a day: the record's own copy of their settings."""

    zone: str
    country: str
    working_days: frozenset[int] = WORKDAYS
    start: time = time(8)
    end: time = time(18)
    checkin_day: int = 4
    wants_checkin: bool = True
    cadence: Cadence = Cadence.DAILY


@dataclass
class Resident:
    """Somebody, how often in ten they answer, and the record of their life: what applied from each local date on."""

    who: Who
    position: Position
    diligence: int
    book: list[tuple[date, Life]]
    away: list[tuple[date, date]] = field(default_factory=list)
    undisturbed: list[tuple[datetime, datetime]] = field(default_factory=list)
    practised: set[date] = field(default_factory=set)
    weeks: set[date] = field(default_factory=set)

    def life(self, on: date) -> Life:
        """What applied on a date."""
        return [life for since, life in self.book if since <= on][-1]

    @property
    def now(self) -> Life:
        return self.book[-1][1]

    def is_off(self, on: date) -> bool:
        """Whether a date is not a working day of theirs, by what applied then."""
        life = self.life(on)
        return (
            on.weekday() not in life.working_days
            or on in public_holidays(life.country)
            or any(first <= on <= last for first, last in self.away)
        )


@cache
def public_holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came, on its reader's wall clock at the time, and whether that was a day off."""

    at: datetime
    delivery: Delivery
    life: Life
    is_off: bool

    @property
    def there(self) -> datetime:
        return local(self.at, self.life.zone)


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


PEOPLE: tuple[tuple[str, Position, int, Life], ...] = (
    ("UMARIA", Position.LEADER, 9, Life(BERLIN, "DE")),
    ("UTOM", Position.SALESPERSON, 8, Life(BERLIN, "DE", start=time(8, 30), end=time(17))),
    ("UJAMES", Position.LEADER, 6, Life(NEW_YORK, "US")),
    ("UBEN", Position.SALESPERSON, 7, Life(NEW_YORK, "US")),
    ("UANA", Position.SALESPERSON, 9, Life(SAO_PAULO, "BR", cadence=Cadence.WEEKLY)),
    ("UPRIYA", Position.SALESPERSON, 10, Life(KOLKATA, "IN", cadence=Cadence.THRICE)),
    ("UKIRI", Position.LEADER, 4, Life(AUCKLAND, "NZ")),
    ("UNOA", Position.LEADER, 8, Life(JERUSALEM, "IL", working_days=ISRAELI, checkin_day=3)),
    ("ULEA", Position.SALESPERSON, 2, Life(BERLIN, "DE")),
)
TEAMS = {"UMARIA": "UTOM", "UJAMES": "UBEN"}  # pairs whose calls are within both people's hours, in one zone
