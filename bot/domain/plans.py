"""What is planned: for each recipient and nudge, the next slot and everything needed to find the one after it."""

from dataclasses import dataclass
from datetime import time

from bot.domain.time.schedule import WORKDAYS, Slot


@dataclass(frozen=True, slots=True)
class Plan:
    """The next slot of one nudge for one recipient.

    A recurring plan has `at` and `days`; one without them happens once and is then removed. `country` names whose
    holidays count (None: nobody's). The rest is as in `schedule.Timetable`.
    """

    workspace_id: str
    recipient: str
    nudge: str
    next: Slot
    subject: str = ""
    at: time | None = None
    days: frozenset[int] | None = None
    zone: str = "UTC"
    working_days: frozenset[int] = WORKDAYS
    country: str | None = None
