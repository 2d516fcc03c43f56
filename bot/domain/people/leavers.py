"""People who left Slack: when we check on them again, and when everything about them is erased."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.people.people import Person, PersonStatus

LEAVERS_DAYS = 90  # how long data is kept, unless the operator says otherwise: some come back from a leave
LOOK_AGAIN = timedelta(days=7)  # Slack tells us who leaves; in case we missed that, we ask once a week
ASK_ONCE_MORE = timedelta(hours=20)  # before somebody is erased, Slack's last answer about them is at most this old


def as_left(person: Person, now: datetime) -> Person:
    """The person, marked as having left Slack at `now` (aware UTC), or earlier if we knew already."""
    return replace(person, status=PersonStatus.GONE, left_at=person.left_at or now)


def as_there(person: Person) -> Person:
    """The person, marked as present in Slack. Somebody who had left hears nothing until they start again."""
    status = PersonStatus.STOPPED if person.status is PersonStatus.GONE else person.status
    return replace(person, status=status, left_at=None)


def over_before(now: datetime, kept_days: int) -> datetime | None:
    """The cutoff (aware UTC): people who left then or earlier, `kept_days` ago or more, are erased. None, for nobody,
    if `kept_days` is 0, which keeps them for ever.
    """
    return now - timedelta(days=kept_days) if kept_days else None


def is_over(person: Person, now: datetime, kept_days: int) -> bool:
    """Whether a person left so long ago that everything about them is to be erased."""
    over = over_before(now, kept_days)
    return over is not None and person.left_at is not None and person.left_at <= over
