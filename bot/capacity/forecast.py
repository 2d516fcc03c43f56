"""Computes what a size would need: how late messages are, how many workers, how much database.

It walks the real rhythms of the nudges through real time zones, and lets each workspace send at its pace: a queue
filled at the due instants and emptied at the workspace's rate. If more messages leave at once than one worker can send,
more workers are needed. `make bench` checks the model against a real run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import ceil
from random import Random

from bot.delivery.rate_limit import Rate
from bot.domain.people.people import Person, PersonStatus
from bot.domain.time.schedule import DAY, Calendar, Timetable
from bot.nudges import NUDGES
from bot.storage.maintenance.housekeeping import KEPT

# Roughly where people who sell to businesses are; shares of a hundred.
REAL_ZONES = {
    "America/New_York": 17, "America/Chicago": 11, "America/Los_Angeles": 10, "America/Sao_Paulo": 5,
    "Europe/London": 9, "Europe/Berlin": 17, "Europe/Helsinki": 3, "Africa/Johannesburg": 2, "Asia/Dubai": 2,
    "Asia/Kolkata": 9, "Asia/Singapore": 5, "Asia/Tokyo": 6, "Australia/Sydney": 3, "Pacific/Auckland": 1,
}  # fmt: skip
LEADERS = 8  # one person in this many leads a team, whose channel gets a nudge a day
BYTES_A_MESSAGE = 450  # `make bench` measures about 310 with its indexes, fresh; updates leave gaps behind
BYTES_A_PLAN = 400
MESSAGES_A_SECOND = 1000.0  # one worker; `make bench` measures more on an idle core
# Of one core of PostgreSQL. Planning, claiming and recording one took 0.14 ms over 20,000 (2026-11-28); the rest is for
# the facts loaded for it, and for an answer to it.
DATABASE_SECONDS_A_MESSAGE = 0.001


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """The most that one server is asked to do: how many of its cores may be busy when most messages leave, and how many
    bytes it holds, so that a copy can be restored within hours.
    """

    busy_cores: float = 8.0  # out of sixteen
    most_bytes: int = 2 * 2**40

    def load(self, peak: float, bytes_kept: int) -> float:
        """How many such servers a forecast needs, as a fraction: by CPU or by size, whichever is more."""
        return max(peak * DATABASE_SECONDS_A_MESSAGE / self.busy_cores, bytes_kept / self.most_bytes)


ONE_SERVER = DatabaseServer()


@dataclass(frozen=True, slots=True)
class Size:
    """How many workspaces and people there are. `zones`: shares by IANA zone."""

    people: int
    workspaces: int
    days: int
    first: date
    zones: Mapping[str, int] = field(default_factory=lambda: REAL_ZONES)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The result for one size. `late` is the longest wait of a delivery in seconds, `slow` counts the workspaces in
    which somebody waits over a minute; `leaving` maps minutes (their start, aware UTC) to messages a second, all
    workspaces together. `servers`: how many the tables are distributed over; `people_a_server`: how many people like
    these one server can serve.
    """

    deliveries: int
    late: float
    peak: float
    workers: int
    bytes_kept: int
    _: KW_ONLY
    slow: int
    leaving: Mapping[datetime, float]
    servers: int
    people_a_server: int


def forecast(size: Size, pace: Rate, server: DatabaseServer = ONE_SERVER) -> Forecast:
    """The forecast for a size."""
    leaving: dict[int, float] = {}
    total, waits = 0, []
    begin = min(due_at for zone in size.zones for due_at in _due_instants(zone, size.first, size.days, leads=True))
    for workload in workspaces(size):
        due = _due(workload, size)
        total += sum(due.values())
        waits.append(worst_wait(due, pace, begin, leaving))
    a_second = {begin + timedelta(minutes=minute): number / 60 for minute, number in leaving.items()}
    peak = max(a_second.values(), default=0.0)
    kept = int(total / size.days * KEPT.days * BYTES_A_MESSAGE + size.people * 1.2 * BYTES_A_PLAN)
    slow = sum(wait > 60 for wait in waits)
    load = server.load(peak, kept)
    return Forecast(
        total, max(waits), peak, max(1, ceil(peak / MESSAGES_A_SECOND)), kept, slow=slow, leaving=a_second,
        servers=max(1, ceil(load)), people_a_server=int(size.people / load),
    )  # fmt: skip


def worst_wait(due: Mapping[datetime, int], pace: Rate, begin: datetime, leaving: dict[int, float]) -> float:
    """The longest wait in a queue, in seconds, if the `due` messages arrive at their instants and leave at the given
    pace.

    Adds to `leaving` how many leave in each minute after `begin`.
    """
    waiting, tokens, worst = 0.0, float(pace.burst), 0.0
    instants = sorted(due)
    for moment, following in pairwise([*instants, None]):
        assert moment is not None
        waiting += due[moment]
        at_once = waiting if pace.rate is None else min(waiting, tokens)
        queued = waiting - at_once
        took = queued / pace.rate if pace.rate else 0.0
        worst = max(worst, took)
        free = (following - moment).total_seconds() if following else took
        left = at_once + (min(queued, free * pace.rate) if pace.rate else 0.0)
        waiting -= left
        tokens = min(float(pace.burst), max(0.0, (free - took) * (pace.rate or 0.0))) if took else float(pace.burst)
        _spread(leaving, (moment - begin).total_seconds(), min(took, free), left)
    return worst


def _spread(leaving: dict[int, float], start: float, seconds: float, number: float) -> None:
    first, last = int(start // 60), int((start + seconds) // 60)
    for minute in range(first, last + 1):
        leaving[minute] = leaving.get(minute, 0.0) + number / (last - first + 1)


def workspaces(size: Size) -> Iterator[Mapping[str, int]]:
    """The people of each workspace by zone. A few workspaces are large and most are small; four people in five are in
    their workspace's home zone. The same size always gives the same workspaces.
    """
    chance = Random(size.people)  # noqa: S311 - a model
    weights = [chance.paretovariate(1.3) for _ in range(size.workspaces)]
    scale = size.people / sum(weights)
    names, shares = list(size.zones), list(size.zones.values())
    for weight in weights:
        number = max(1, round(weight * scale))
        home, *others = chance.choices(names, shares, k=3)
        there = Counter({home: number - 2 * (number // 10)})
        for zone in others:
            there[zone] += number // 10
        yield there


def _due(workload: Mapping[str, int], size: Size) -> Counter[datetime]:
    due: Counter[datetime] = Counter()
    for zone, number in workload.items():
        leaders = number // LEADERS
        for leads, people in ((True, leaders), (False, number - leaders)):
            for moment in _due_instants(zone, size.first, size.days, leads=leads):
                due[moment] += people
    return due


@cache
def _due_instants(zone: str, first: date, days: int, *, leads: bool) -> tuple[datetime, ...]:
    """Every due instant of one person by the real rhythms; for a leader, also those of the channel."""
    person = Person("T", "U", profile_zone=zone, status=PersonStatus.ACTIVE, is_leader=leads)
    instants: list[datetime] = []
    for nudge in NUDGES:
        rhythm = nudge.rhythm(person, 0) if nudge.rhythm else None
        if rhythm is not None and nudge.slot is not None:
            table = Timetable(rhythm, Calendar(person.working_days))
            slots = [nudge.slot(table, first + DAY * day) for day in range(days)]
            due = {slot.due_at for slot in slots if slot is not None and slot.on < first + DAY * days}
            is_daily = leads and nudge.counts_towards_budget  # its channel gets one at the same time
            instants += [*due] * (2 if is_daily else 1)
    return tuple(instants)
