"""Deliveries: the row of a slot, and the states it goes through."""

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Self

MOST_ATTEMPTS = 5  # if Slack refuses the token, but says elsewhere that it works


class DeliveryStatus(StrEnum):
    """pending -> sending -> sent | refused | missed | in_doubt | unconfirmed, or withheld when we chose not to send.

    *missed*: found too late to make sense. *withheld*: nothing left to say (answered, paused, over the budget).
    *in_doubt*: the post may or may not have arrived. *unconfirmed*: we could not find out; never sent again.
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
class UndeliveredCount:
    """How many messages ended in one way, none of them certain to have arrived. `reason` is Slack's code, or ours."""

    status: DeliveryStatus
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """The row of one slot. `recipient` is a user or channel id; `subject` tells two nudges of one key and day apart (a
    ride-along's id, a week), "" if the day is enough. `content_id` is the prompt that was sent, and `why` the key for
    why that one was chosen. `reason` says why a delivery ended as it did; `moved_from` is the day that had no room for
    it. `attempts` is how often it was claimed, or looked up; a result names its attempt. `looked_up_at` is when Slack
    was last asked for it and did not have it (the product's clock, aware UTC). `waited_since` is when it was first due,
    if it waited for its recipient's hours (aware UTC).
    """

    id: str
    workspace_id: str
    recipient: str
    nudge: str
    subject: str
    _: KW_ONLY
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
    looked_up_at: datetime | None = None
    waited_since: datetime | None = None

    @property
    def first_due_at(self) -> datetime:
        """When it was first due, before it waited for anything (aware UTC)."""
        return self.waited_since or self.due_at

    @classmethod
    def of_slot(
        cls, workspace_id: str, recipient: str, nudge: str, subject: str, on: date, due_at: datetime, **others: Any
    ) -> Self:
        """The delivery of a slot. Its id follows from the slot: a database that lost it, because a backup was restored
        or the last commits are gone, makes the same id again, so Slack can be asked for its message. `others` are
        further fields.
        """
        slot = "\x1f".join((workspace_id, recipient, nudge, subject, on.isoformat()))
        delivery_id = blake2b(slot.encode(), digest_size=16).hexdigest()
        return cls(delivery_id, workspace_id, recipient, nudge, subject, on=on, due_at=due_at, **others)


# The end states of a delivery whose message did not arrive, or may not have.
TROUBLE = (DeliveryStatus.MISSED, DeliveryStatus.REFUSED, DeliveryStatus.UNCONFIRMED)
