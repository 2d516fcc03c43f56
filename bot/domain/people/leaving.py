"""People who left Slack: when they are looked at again, and when everything about them is erased."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.people.people import Person, PersonStatus

LEAVERS_DAYS = 90  # kept so long, unless the operator says otherwise: some come back from a leave
LOOK_AGAIN = timedelta(days=7)  # Slack tells who leaves; where that was missed, it is asked once a week
ASK_ONCE_MORE = timedelta(hours=20)  # Slack's newest word of somebody who is to be erased may be this old at most


def as_left(person: Person, now: datetime) -> Person:
    """The person, who left Slack: at `now` (aware UTC), unless we knew before."""
    return replace(person, status=PersonStatus.GONE, left_at=person.left_at or now)


def as_there(person: Person) -> Person:
    """The person, whom Slack shows as there. A person who had left hears nothing until they start again."""
    status = PersonStatus.STOPPED if person.status is PersonStatus.GONE else person.status
    return replace(person, status=status, left_at=None)


def over_before(now: datetime, kept_days: int) -> datetime | None:
    """People who left at this instant (aware UTC) or earlier are erased, `kept_days` after they did; None for nobody,
    where 0 days keep them for ever.
    """
    return now - timedelta(days=kept_days) if kept_days else None


def is_over(person: Person, now: datetime, kept_days: int) -> bool:
    """Whether everything about a person is to be erased, since they left long enough ago."""
    over = over_before(now, kept_days)
    return over is not None and person.left_at is not None and person.left_at <= over
