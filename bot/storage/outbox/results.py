"""The results of claimed deliveries, as the engine passes them to be written."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, Self

from bot.domain.deliveries import Delivery, DeliveryStatus


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a claimed delivery. `sent_at` (aware UTC) is set if Slack has the message."""

    workspace_id: str
    id: str
    status: DeliveryStatus
    reason: str = ""
    channel_id: str = ""
    _: KW_ONLY
    ts: str = ""
    content_id: str = ""
    sent_at: datetime | None = None
    why: str = ""
    looked_up_at: datetime | None = None

    @classmethod
    def of(cls, delivery: Delivery, status: DeliveryStatus, reason: str = "", **facts: Any) -> Self:
        """The result of this delivery; of the reason, as much as its column takes."""
        return cls(delivery.workspace_id, delivery.id, status, reason[:200], **facts)


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of attempt number `attempt` at a delivery, and `then`, the delivery that takes its place.

    `waits_until`: when it is due again (aware UTC), if it is pending because its recipient is not to be disturbed.
    """

    result: Result
    attempt: int
    then: Delivery | None = None
    waits_until: datetime | None = None
