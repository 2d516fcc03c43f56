"""When a private calendar is read next, and when its owner is told that it can no longer be read."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ridealongs.meetings import EVERY, PrivateCalendar

SOON = timedelta(minutes=10)
LONGEST_GAP = timedelta(days=1)
FARTHEST = LONGEST_GAP + EVERY  # no read is scheduled further ahead than this, if the clock is right
COSTLY = "costly"
COSTLY_GAP = timedelta(hours=6)
PASSING = frozenset({"unreachable", "slow"})  # usually over after a while
LOOKS, LOOKS_PASSING = 2, 4  # failed reads in a row before the owner is told
QUIET = timedelta(days=7)  # for a calendar that comes and goes, we do not tell its owner each time


def after_success(calendar: PrivateCalendar, now: datetime, seconds: float) -> PrivateCalendar:
    """The calendar after a successful read that took `seconds` of processor time.

    Each second costs an hour of waiting, up to a day, so no calendar gets more than about a second an hour.
    """
    gap = min(EVERY * max(seconds, 1.0), LONGEST_GAP)
    is_long_ago = calendar.told_at is not None and now - calendar.told_at >= QUIET
    told_at = None if is_long_ago else calendar.told_at
    return replace(calendar, look_at=now + gap, trouble="", failures=0, told_at=told_at)


def after_failure(calendar: PrivateCalendar, now: datetime, trouble: str) -> PrivateCalendar:
    """The calendar after a failed read: a costly one waits longer each time; others are soon retried, once."""
    failures = calendar.failures + 1
    if trouble == COSTLY:
        gap = min(COSTLY_GAP * 2 ** min(failures - 1, 5), LONGEST_GAP)
    else:
        gap = SOON if failures == 1 and trouble not in PASSING else EVERY
    return replace(calendar, look_at=now + gap, trouble=trouble, failures=failures)


def is_to_be_told(calendar: PrivateCalendar) -> bool:
    """Whether to tell its owner now, once: after the second failed read, or the fourth if the trouble usually
    passes.
    """
    least = LOOKS_PASSING if calendar.trouble in PASSING else LOOKS
    return calendar.failures >= least and calendar.told_at is None
