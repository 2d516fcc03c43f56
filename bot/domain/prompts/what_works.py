"""How people respond to each prompt, counted: for an admin to read, and for the choice to learn from.

Only answers in direct messages count, once per person and prompt, as they were when counted. Channels have counts of
their own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.aggregates import Aggregate
from bot.domain.prompts.answers import PromptReply
from bot.domain.visibility import FOR_ADMIN, CountSpan, are_alike, spans
from content.models import Prompt

FEWEST_TO_LEARN = 10  # people who must have answered a prompt before the choice learns from it
LEAST_APPEAL, MOST_APPEAL = 0.5, 2.0  # how often a prompt comes, relative to the others of its theme
LATER = "later"


@dataclass(frozen=True, slots=True)
class PromptTally:
    """How `people` answered one prompt; `later` counts those of them who ever had it brought back later."""

    people: int
    done: int
    reflected: int
    later: int
    not_for_me: int

    @property
    def answers(self) -> Mapping[str, int]:
        """How many people gave each answer; each of them gave exactly one of these."""
        return {"done": self.done, "reflected": self.reflected, "not_for_me": self.not_for_me}

    @property
    def shown(self) -> Mapping[str, CountSpan]:
        """The counts as they may be shown: not exact if answers are so alike that they would tell who gave which."""
        return {**spans(self.answers), LATER: spans(self._brought_back)[LATER]}

    @property
    def told(self) -> Mapping[str, int]:
        """The counts for other tools; empty if they are not exact, and without `later` if that one is not."""
        later = {} if are_alike(self._brought_back) else {LATER: self.later}
        return {} if are_alike(self.answers) else {**self.answers, **later}

    @property
    def _brought_back(self) -> Mapping[str, int]:
        return {LATER: self.later, "": self.people - self.later}

    @property
    def taken_up(self) -> float:
        """The share of people who did it or wrote about it, 0 to 1."""
        return (self.done + self.reflected) / self.people


@dataclass(frozen=True, slots=True)
class WhatWorksFacts:
    """Every prompt with a count that may be shown, the most taken up first."""

    counted: tuple[tuple[Prompt, PromptTally], ...]


def with_new(figure: Aggregate, replies: Mapping[str, str], later: Collection[str]) -> Aggregate:
    """`figure` plus those who answered and are not in it yet, if they are five or more; otherwise unchanged.

    Nobody is taken out or recounted, so no two of its states differ by fewer than five people.
    """
    new = replies.keys() - figure.people
    if len(new) < FOR_ADMIN:
        return figure
    counts = dict(figure.counts)
    for user_id in new:
        for reply in (str(replies[user_id]), *([LATER] if user_id in later else [])):
            counts[reply] = counts.get(reply, 0) + 1
    return replace(figure, size=figure.size + len(new), counts=counts, people=figure.people | new)


def tally_of(figure: Aggregate) -> PromptTally:
    """The tally of a prompt from its aggregate."""
    counts = (
        figure.counts.get(key, 0) for key in (PromptReply.DONE, PromptReply.REFLECTED, LATER, PromptReply.NOT_FOR_ME)
    )
    return PromptTally(figure.size, *counts)


def appeal_of(tallies: Mapping[str, PromptTally]) -> dict[str, float]:
    """How often each prompt should come relative to the others of its theme; those with too few answers are left out,
    and count as 1.

    From a half if nobody took it up to twice if everybody did. Themes keep their share, whatever is popular.
    """
    span = MOST_APPEAL - LEAST_APPEAL
    return {
        prompt_id: LEAST_APPEAL + span * tally.taken_up
        for prompt_id, tally in tallies.items()
        if tally.people >= FEWEST_TO_LEARN
    }


def in_order(counted: Iterable[tuple[Prompt, PromptTally]]) -> WhatWorksFacts:
    """The prompts in order, the most taken up first, going by the counts shown; ties go to those with more answers."""

    def least_refused(pair: tuple[Prompt, PromptTally]) -> tuple[float, int, str]:
        prompt, tally = pair
        return tally.shown["not_for_me"].most / tally.people, -tally.people, prompt.id

    order = sorted(counted, key=least_refused)
    return WhatWorksFacts(tuple(order))
