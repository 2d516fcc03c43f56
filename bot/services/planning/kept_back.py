"""Messages that wait because somebody is away, most of them from colleagues, and that come once they are back."""

from datetime import datetime

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import PersonStatus
from bot.nudges import NUDGES
from bot.nudges.nudge import CUT_OFF, always, never

NO_WORKING_DAY = ", no working day ahead"  # ends the reason of a delivery that had to move and could not
KEPT_BACK = frozenset(nudge.key for nudge in NUDGES if nudge.outlasts_pauses is not never)
ASKED = frozenset(nudge.key for nudge in NUDGES if nudge.outlasts_pauses is always)
_AWAY = frozenset({PersonStatus.STOPPED, PersonStatus.GONE, CUT_OFF})


def waits_for_return(delivery: Delivery, now: datetime) -> bool:
    """Whether a delivery in KEPT_BACK is to be composed again now that its recipient is back: it was withheld in a
    pause without an end, after a stop or while their team was closed to us, or waits for a later day, such as the first
    one after a pause.
    """
    if delivery.status is not DeliveryStatus.WITHHELD:
        return delivery.status is DeliveryStatus.PENDING and delivery.due_at > now
    return delivery.reason.endswith(NO_WORKING_DAY) or (delivery.nudge in ASKED and delivery.reason in _AWAY)
