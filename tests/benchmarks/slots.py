"""Measures the cost of finding a rhythm's next slot, which every answer, setting and plan needs."""

import time
from datetime import date, datetime

from bot.domain.time.schedule import Calendar, Pause, Rhythm, Timetable, next_slot_on_or_after
from tests.benchmarks.figures import Figure, at_most

HOLIDAY, VACATION = date(2026, 10, 20), Pause(date(2026, 10, 21), date(2026, 11, 18))


async def slots(number: int = 10_000, rounds: int = 5) -> list[Figure]:
    """CPU seconds for `number` slots, each a month ahead, past a holiday and a vacation; the best of the rounds."""
    rhythm = Rhythm(datetime.min.time().replace(hour=8, minute=30), frozenset(range(7)), "Europe/Berlin")
    table = Timetable(rhythm, Calendar(holidays=frozenset({HOLIDAY}), pauses=(VACATION,)))
    first, took = HOLIDAY, []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(number):
            next_slot_on_or_after(table, first)
        took.append(time.process_time() - began)
    return [at_most(f"{number:,} next slots, CPU", min(took), 0.2, "s")]
