"""If-then steps with an owner, and their outcomes."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from enum import StrEnum

from bot.errors import Problem

RIDEALONG = "ridealong:"  # prefix of the source of a step that was made after a ride-along
LONGEST = 300  # characters in either half: people remember short plans


class Outcome(StrEnum):
    """The outcome of a commitment, in its owner's words."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    DROPPED = "dropped"


FINAL = frozenset({Outcome.KEPT, Outcome.DROPPED})


@dataclass(frozen=True, slots=True)
class Commitment:
    """ "If `cue` … then I will `step`", owned by one person. `source` is "checkin:<week>" or "ridealong:<id>".

    `settled_in` is the week (its Monday) for which its outcome was last given. `outcome_shared`: whether its owner
    shows the outcome to the leader who may read the step.
    """

    id: str
    owner_id: str
    source: str
    cue: str
    step: str
    _: KW_ONLY
    made_on: date
    outcome: Outcome | None = None
    settled_in: date | None = None
    outcome_shared: bool = False


def is_open(commitment: Commitment) -> bool:
    """Whether its owner still means to do it: no outcome yet, or "not yet"."""
    return commitment.outcome in (None, Outcome.NOT_YET)


def open_commitments(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those still open, the oldest first."""
    return sorted(filter(is_open, commitments), key=lambda commitment: (commitment.made_on, commitment.id))


def settle(commitment: Commitment, outcome: Outcome, week: date | None = None) -> Commitment:
    """The commitment with its outcome in the week of Monday `week`; a later answer replaces an earlier one.

    An answer on an older week's message does not move `settled_in` back.
    """
    weeks = [settled_in for settled_in in (commitment.settled_in, week) if settled_in is not None]
    is_same = commitment.outcome is outcome  # a new outcome is shown to nobody until its owner shares it again
    return replace(
        commitment,
        outcome=outcome,
        settled_in=max(weeks, default=None),
        outcome_shared=commitment.outcome_shared and is_same,
    )


def carried(commitments: Iterable[Commitment], week: date) -> Commitment | None:
    """The plan that the check-in for the week of Monday `week` asks about; None if there is none.

    It is the newest plan from an earlier check-in: one plan at a time, so a newer one replaces an older one. "Not yet"
    and "partly" bring it back in the next check-in; "kept" and "dropped" are final, and shown once more only in the
    check-in where they were given.
    """
    earlier = [
        (made_in, commitment) for commitment in commitments if (made_in := checkin_week(commitment)) and made_in < week
    ]
    if not earlier:
        return None
    newest = max(earlier, key=lambda made: made[0])[1]
    is_over = newest.outcome in FINAL and (newest.settled_in is None or newest.settled_in < week)
    return None if is_over else newest


def outcome_in(commitment: Commitment, week: date) -> Outcome | None:
    """The outcome given in the check-in of Monday `week` or later; None while that check-in still waits for it."""
    is_settled_since = commitment.settled_in is None or commitment.settled_in >= week
    return commitment.outcome if is_settled_since else None


def check_halves(cue: str, step: str) -> list[Problem]:
    """What is wrong with the two halves of a step, each at its field; empty if both or neither are filled in."""
    problems = [
        Problem("errors.too_long", field, limit=LONGEST, length=len(text))
        for field, text in (("if", cue), ("then", step))
        if len(text) > LONGEST
    ]
    if cue and not step:
        problems.append(Problem("commitments.problems.then_missing", "then"))
    if step and not cue:
        problems.append(Problem("commitments.problems.if_missing", "if"))
    return problems


def checkin_source(week: date) -> str:
    """The `source` of a commitment that was made in the check-in for the week of Monday `week`."""
    return f"checkin:{week.isoformat()}"


def checkin_week(commitment: Commitment) -> date | None:
    """The week (its Monday) of the check-in that a commitment was made in; None if it was made elsewhere."""
    return week_of_source(commitment.source)


def week_of_source(source: str) -> date | None:
    """The week (its Monday) of the check-in that a `source` names; None for any other."""
    kind, _, week = source.partition(":")
    return date.fromisoformat(week) if kind == "checkin" else None


def ridealong_source(ridealong_id: str) -> str:
    """The `source` of a commitment that was made after a ride-along."""
    return f"{RIDEALONG}{ridealong_id}"
