"""What became of a slot: the states of a delivery and the moves between them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """pending -> sending -> sent | refused | missed | in_doubt | unconfirmed, or withheld when we chose not to send.

    *missed*: found too late to make sense. *withheld*: nothing to say any more (answered, paused, over the budget).
    *in_doubt*: the post may or may not have arrived. *unconfirmed*: it could not be found out; never sent again.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    MISSED = "missed"
    WITHHELD = "withheld"
    IN_DOUBT = "in_doubt"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The row of one slot. `recipient` is a user or channel id; `subject` tells two nudges of one key and day apart
    (a ride-along's id, a week), "" where the day is enough. `content_id` is the prompt that was sent, and `why` the
    word for why it was that one. `reason` says why a delivery ended as it did; `moved_from` is the day that had no room
    for it. `attempts` is how often it was claimed, or asked for; a result names the attempt that it is about.
    """

    id: str
    workspace_id: str
    recipient: str
    nudge: str
    subject: str
    on: date
    due_at: datetime
    status: DeliveryStatus = DeliveryStatus.PENDING
    reason: str = ""
    channel_id: str = ""
    ts: str = ""
    content_id: str = ""
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    why: str = ""
    moved_from: date | None = None
    attempts: int = 0
