"""If-then steps with an owner, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.localtime import WEEK


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


def is_open(commitment: Commitment) -> bool:
    """Whether its owner still means to do it: nothing said about it yet, or "not yet"."""
    return commitment.outcome in (None, Outcome.NOT_YET)


def open_commitments(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those still open, the oldest first."""
    return sorted(filter(is_open, commitments), key=lambda commitment: (commitment.made_on, commitment.id))


def due_for_follow_up(commitment: Commitment, today: date) -> bool:
    """Whether to ask how it went: a week later or more, and nothing said about it yet (we ask by ourselves once)."""
    return commitment.outcome is None and today >= commitment.made_on + WEEK


def settle(commitment: Commitment, outcome: Outcome) -> Commitment:
    """The commitment with what became of it; a later answer replaces an earlier one."""
    return replace(commitment, outcome=outcome)


def checkin_source(week: date) -> str:
    """The `source` of a commitment that was made in the check-in for the week of Monday `week`."""
    return f"checkin:{week.isoformat()}"


def ridealong_source(ridealong_id: str) -> str:
    """The `source` of a commitment that was made after a ride-along."""
    return f"ridealong:{ridealong_id}"
