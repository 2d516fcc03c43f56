"""Ride-alongs: one joint customer call from plan to follow-up. We score undermining, never presence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class CallType(StrEnum):
    """Who runs the call: the salesperson, both in planned parts, or the leader as a model."""

    COACHING = "coaching"
    JOINT = "joint"
    MODEL = "model"


class State(StrEnum):
    """Where a ride-along stands. PLANNED becomes CONFIRMED when both said yes to the same contract."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    OVER = "over"


class TakeOver(StrEnum):
    """Who asked for the leader to step in, in the eyes of whoever answers."""

    NONE = "none"
    SALESPERSON_ASKED = "salesperson_asked"
    CUSTOMER_ASKED = "customer_asked"
    NOBODY_ASKED = "nobody_asked"


@dataclass(frozen=True, slots=True)
class Contract:
    """What the two agreed before the call. `opens` and `price` are "salesperson" or "leader"."""

    call_type: CallType = CallType.COACHING
    opens: str = "salesperson"
    price: str = "salesperson"
    signal: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class RideAlong:
    """One joint call. `starts_at` is aware UTC; `confirmed_by` holds the user ids that said yes to the contract."""

    id: str
    workspace_id: str
    leader_id: str
    salesperson_id: str
    customer: str
    starts_at: datetime
    length: timedelta
    planned_by: str
    contract: Contract = field(default_factory=Contract)
    state: State = State.PLANNED
    confirmed_by: frozenset[str] = frozenset()

    @property
    def ends_at(self) -> datetime:
        """The planned end, aware UTC."""
        return self.starts_at + self.length

    def other(self, user_id: str) -> str:
        """The other of the two."""
        return self.salesperson_id if user_id == self.leader_id else self.leader_id


@dataclass(frozen=True, slots=True)
class Reflection:
    """What one of the two wrote afterwards; `answers` maps question keys to free text. `shared` is their own choice."""

    ridealong_id: str
    author_id: str
    at: datetime
    answers: Mapping[str, str]
    takeover: TakeOver | None = None
    moment: str = ""
    shared: bool = False
