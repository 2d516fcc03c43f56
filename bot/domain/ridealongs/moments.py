"""Coaching moments: what a leader saw a salesperson do, kept from a message for their next conversation."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CoachingMoment:
    """One moment about one salesperson. `text` is for its author only, unless they `shared` it with the salesperson;
    `at` is when it was first kept (aware UTC).

    `channel_id` and `ts` name the message it came from. Nothing of the message itself is kept.
    """

    id: str
    author_id: str
    salesperson_id: str
    at: datetime
    channel_id: str
    _: KW_ONLY
    ts: str
    text: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class MomentForm:
    """What the form starts with: the id to save it under, who is prefilled (None: nobody), and what was written."""

    id: str
    channel_id: str
    ts: str
    salesperson_id: str | None = None
    text: str = ""
    _: KW_ONLY
    shared: bool = False
