"""When a private calendar is looked at next, and when its owner hears that it cannot be read any more."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ridealongs.meetings import EVERY, PrivateCalendar

SOON = timedelta(minutes=10)
LONGEST_GAP = timedelta(days=1)
FARTHEST = LONGEST_GAP + EVERY  # no look is further ahead, seen by a clock that is right
COSTLY = "costly"
COSTLY_GAP = timedelta(hours=6)
PASSING = frozenset({"unreachable", "slow"})  # most often over after a while
LOOKS, LOOKS_PASSING = 2, 4  # failed ones in a row before somebody is told
QUIET = timedelta(days=7)  # a calendar that comes and goes is not told of each time


def after_success(calendar: PrivateCalendar, now: datetime, seconds: float) -> PrivateCalendar:
    """The calendar after a look that went well and took so many seconds of processor time.

    Each second costs an hour of waiting, up to a day: nobody's calendar gets more than a second an hour.
    """
    gap = min(EVERY * max(seconds, 1.0), LONGEST_GAP)
    is_long_ago = calendar.told_at is not None and now - calendar.told_at >= QUIET
    told_at = None if is_long_ago else calendar.told_at
    return replace(calendar, look_at=now + gap, trouble="", failures=0, told_at=told_at)


def after_failure(calendar: PrivateCalendar, now: datetime, trouble: str) -> PrivateCalendar:
    """The calendar after a look that failed: a costly one rests longer each time, others are tried again soon, once."""
    failures = calendar.failures + 1
    if trouble == COSTLY:
        gap = min(COSTLY_GAP * 2 ** min(failures - 1, 5), LONGEST_GAP)
    else:
        gap = SOON if failures == 1 and trouble not in PASSING else EVERY
    return replace(calendar, look_at=now + gap, trouble=trouble, failures=failures)


def is_to_be_told(calendar: PrivateCalendar) -> bool:
    """Whether its owner is told now, once: at the second failed look, or the fourth of what most often passes."""
    least = LOOKS_PASSING if calendar.trouble in PASSING else LOOKS
    return calendar.failures >= least and calendar.told_at is None
