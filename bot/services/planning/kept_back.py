"""Messages from colleagues that wait because somebody is away, and that come once they are back."""

from datetime import datetime

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import PersonStatus
from bot.nudges import BY_KEY, NUDGES
from bot.nudges.nudge import always, never

NO_WORKING_DAY = ", no working day ahead"  # ends the reason of a delivery that had to move and could not
KEPT_BACK = frozenset(nudge.key for nudge in NUDGES if nudge.outlasts_pauses is not never)
_AWAY = frozenset({PersonStatus.STOPPED, PersonStatus.GONE})


def waits_for_return(delivery: Delivery, now: datetime) -> bool:
    """Whether a delivery in KEPT_BACK is to be composed again now that its recipient is back: it was withheld in a
    pause without an end or after a stop, or waits for a later day, such as the first one after a pause.
    """
    if delivery.status is not DeliveryStatus.WITHHELD:
        return delivery.status is DeliveryStatus.PENDING and delivery.due_at > now
    is_asked = BY_KEY[delivery.nudge].outlasts_pauses is always
    return delivery.reason.endswith(NO_WORKING_DAY) or (is_asked and delivery.reason in _AWAY)
