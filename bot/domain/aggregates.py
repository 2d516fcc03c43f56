"""Numbers about several people, as first shown: no subtraction of two of them leaves just a few people (rule 7).

An aggregate is kept as it was first shown, and shown again unchanged or not at all. So a late, changed or deleted
answer never moves a number that somebody may remember. Once so many of its people have had their data deleted that
fewer than its threshold are left, it is no longer shown. Aggregates that grow do so by at least three people at a time.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.visibility import are_alike


class AggregateKind(StrEnum):
    """What an aggregate is about. Its `scope` says which one: a Monday, a quarter, a delivered prompt, a round of
    feedback, the id of a prompt or of an own question, a group of people who have started."""

    WEEK = "week"
    QUARTER = "quarter"
    PROMPT = "prompt"
    VIEWS = "views"
    PROMPT_TALLY = "prompt_tally"
    CUSTOM_QUESTION = "own_question"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How often each answer was given by `size` people, at the aware instant `at`.

    `people` are those who are still here: somebody who has their data deleted drops out.
    """

    kind: AggregateKind
    scope: str
    at: datetime
    size: int
    counts: Mapping[str, int] = field(default_factory=dict)
    _: KW_ONLY
    people: frozenset[str] = frozenset()


def is_shown(aggregate: Aggregate | None, threshold: int) -> bool:
    """Whether it counts enough people, and enough of them are still here."""
    return aggregate is not None and min(aggregate.size, len(aggregate.people)) >= threshold


def exact_counts(aggregate: Aggregate) -> Mapping[str, int]:
    """Its counts for other tools; empty if the answers are so alike that they would give away who gave which."""
    return {} if are_alike(aggregate.counts) else aggregate.counts


def grown(aggregate: Aggregate, people: AbstractSet[str], threshold: int) -> Aggregate:
    """The aggregate plus those of `people` who are not in it yet, if they are at least `threshold`; else unchanged.

    Nobody is ever taken out, so a falling number never gives away who took an answer back, or stopped.
    """
    new = people - aggregate.people
    if len(new) < threshold:
        return aggregate
    return replace(aggregate, size=aggregate.size + len(new), people=aggregate.people | new)
