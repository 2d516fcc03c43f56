"""What a salesperson says of a deal that ended, with one tap: the next prompts may be made for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.models import Occasion


class DealOutcome(StrEnum):
    """How it ended."""

    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal that ended, told at the aware instant `at`. Nothing of the deal itself is kept."""

    user_id: str
    at: datetime
    outcome: DealOutcome


OCCASIONS: Mapping[DealOutcome, Occasion] = {DealOutcome.WON: "won_deal", DealOutcome.LOST: "lost_deal"}
