"""The self-check: fifteen answers become three scores of their own, 0 to 100, never one needle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One finished self-check; `answers` maps item ids to 0 (never) … 4 (every time). `id` came with the modal."""

    id: str
    user_id: str
    on: date
    at: datetime
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """Three independent scores, 0 to 100. High `rescue` means unasked take-overs; the other two can both be high."""

    lead: int
    manage: int
    rescue: int
