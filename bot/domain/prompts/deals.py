"""A salesperson's one tap about a deal that ended: it can steer the next prompts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.models import Occasion


class DealOutcome(StrEnum):
    """How a deal ended."""

    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal that ended, reported at the aware instant `at`. Nothing about the deal itself is kept."""

    user_id: str
    at: datetime
    outcome: DealOutcome


OCCASIONS: Mapping[DealOutcome, Occasion] = {DealOutcome.WON: "won_deal", DealOutcome.LOST: "lost_deal"}
