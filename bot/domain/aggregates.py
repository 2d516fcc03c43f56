"""Figures about several people, as they were first shown: none can be subtracted from another down to a few (rule 7).

A figure is kept as it is first shown, and shown again as it is or not at all. So an answer that comes late, is changed
or deleted moves no number that somebody may remember. Where so many of its people had themselves deleted that fewer
than its threshold are left, it is not shown any more. Figures that grow do so by three people and more at a time.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.visibility import FOR_LEADER, are_alike


class AggregateKind(StrEnum):
    """What a figure is about. Its `scope` says which: a Monday, a quarter, a delivered prompt, a round of views,
    the id of a prompt or of an own question, a group of people who have started."""

    WEEK = "week"
    QUARTER = "quarter"
    PROMPT = "prompt"
    VIEWS = "views"
    PROMPT_TALLY = "prompt_tally"
    OWN_QUESTION = "own_question"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How often each answer was given by `size` people, at the aware instant `at`.

    `people` are those of them who are still here: the person who has themselves deleted is in it no more.
    """

    kind: AggregateKind
    scope: str
    at: datetime
    size: int
    counts: Mapping[str, int] = field(default_factory=dict)
    _: KW_ONLY
    people: frozenset[str] = frozenset()


def is_shown(aggregate: Aggregate | None, threshold: int) -> bool:
    """Whether it holds enough people, and enough of them are still here."""
    return aggregate is not None and min(aggregate.size, len(aggregate.people)) >= threshold


def told_exactly(aggregate: Aggregate) -> Mapping[str, int]:
    """Its counts for other tools; empty where the answers are so alike that they would tell who gave which."""
    return {} if are_alike(aggregate.counts) else aggregate.counts


def grown(aggregate: Aggregate, people: frozenset[str]) -> Aggregate:
    """The figure with those of `given` who are not in it, where they are three or more; else as it is.

    Nobody is ever taken out: the person who takes an answer back cannot be seen in a number that fell.
    """
    new = people - aggregate.people
    if len(new) < FOR_LEADER:
        return aggregate
    return replace(aggregate, size=aggregate.size + len(new), people=aggregate.people | new)
