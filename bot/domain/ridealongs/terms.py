"""What two people agree on before a joint call: when it is, with which customer, and who does what in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.time.localtime import WallTime


class CallType(StrEnum):
    """Who runs the call: the salesperson, both in planned parts, or the leader as a model."""

    COACHING = "coaching"
    JOINT = "joint"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Contract:
    """What the two agreed before the call. `opens` and `price` are "salesperson" or "leader"."""

    call_type: CallType = CallType.COACHING
    opens: str = "salesperson"
    price: str = "salesperson"
    signal: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is proposed to the other of the two. `starts_at` is aware UTC, and `wall` is that time as typed; both are
    None while the day or the time is missing.
    """

    customer: str
    starts_at: datetime | None
    length: timedelta
    contract: Contract
    wall: WallTime | None = None
