"""If-then steps with an owner, and what became of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a commitment, in its owner's words."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Commitment:
    """ "If `cue` … then I will `step`", owned by one person. `source` is "checkin:<week>" or "ridealong:<id>"."""

    id: str
    owner_id: str
    source: str
    cue: str
    step: str
    made_on: date
    outcome: Outcome | None = None
