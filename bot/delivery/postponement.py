"""Moves a message to another day if its own has no room for it, or falls into a pause."""

from datetime import datetime

from bot.domain.budget import quiet_days
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.schedule import DAY, Rhythm, Timetable, local, local_date, next_slot_on_or_after
from bot.services.planning.working_days import calendar_of


def moved(delivery: Delivery, person: Person, now: datetime) -> Delivery | None:
    """The delivery of the same message on its recipient's next working day, at the same local time; None if no working
    day is ahead. For a leader, days with the check-in or its reminder are skipped, since these need the room more.

    After a pause it is due as the very first working day begins, which may be today if the pause was ended: it may be
    about a call on that day.
    """
    today, is_paused = local_date(now, person.zone), any(pause.covers(delivery.on) for pause in person.pauses)
    is_picky = person.checks_in and not is_paused
    days = quiet_days(person.working_days, person.checkin_day) if is_picky else person.working_days
    at = MIDNIGHT if is_paused else local(delivery.due_at, person.zone).time()
    timetable = Timetable(Rhythm(at, days, person.zone), calendar_of(person))
    first = max(delivery.on + DAY, today if is_paused else today + DAY)
    slot = next_slot_on_or_after(timetable, first)
    if slot is None:
        return None
    return Delivery.of_slot(
        delivery.workspace_id,
        delivery.recipient,
        delivery.nudge,
        delivery.subject,
        slot.on,
        max(slot.due_at, now),
        moved_from=delivery.on,
    )
