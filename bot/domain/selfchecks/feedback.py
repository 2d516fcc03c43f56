"""The other view of a self-check: what salespeople say of the same behaviour, only ever as a sum of three and more.

What has been shown cannot be taken apart again (product rule 7). Who was counted together once is a cohort of three
people and more, and a cohort is counted whole or not at all, in this round and in every round of the same leader for a
quarter of a year. So whatever is added or subtracted, people stand in it cohort by cohort. What was counted stays as it
was: a changed answer would show in the difference. Cohorts are remembered under hashes, even when people are deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.selfchecks.selfchecks import MOST, SelfCheck, scores
from bot.domain.visibility import FOR_LEADER
from content.models import SCALES, Item, Scale

OPEN_FOR = timedelta(days=14)
COHORTS_HOLD = timedelta(days=91)  # after it, two rounds are about different quarters
MOST_ITEMS = 3
WORTH_TELLING = 1.0  # a whole step of the five frequencies


@dataclass(frozen=True, slots=True)
class FeedbackRound:
    """One invitation of a leader to their salespeople. `sums` maps item ids to what `count` people answered in all."""

    id: str
    leader_id: str
    opened_at: datetime
    closes_at: datetime
    invited: tuple[str, ...]
    _: KW_ONLY
    count: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)

    def is_open(self, now: datetime) -> bool:
        """Whether answers are still taken."""
        return now < self.closes_at


@dataclass(frozen=True, slots=True)
class FeedbackAnswer:
    """What one salesperson answered, 0 (never) to 4 (every time) an item; `counted` is what of it is in the sums."""

    round_id: str
    author_id: str
    at: datetime
    answers: Mapping[str, int]
    counted: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ScaleGap:
    """The leader's own score of a scale beside the one of their salespeople, 0 to 100 each."""

    scale: Scale
    own: int
    theirs: int


@dataclass(frozen=True, slots=True)
class ItemGap:
    """A statement that the two sides see differently; `own` 0 to 4, `theirs` the mean of the salespeople."""

    item: Item
    own: int
    theirs: float


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """A round in the eyes of one salesperson; `mine` is what they answered."""

    round: FeedbackRound
    is_open: bool
    zone: str
    mine: FeedbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class FeedbackResult:
    """What a leader may know of the other view. `round` is their last one, `team` how many said yes to being on it.

    `gaps` and `largest` are empty while there are too few answers; how many there are then is not told. `waits` while
    the days of a former round still run, also where that was deleted.
    """

    round: FeedbackRound | None
    is_open: bool
    team: int
    zone: str
    gaps: tuple[ScaleGap, ...] = ()
    _: KW_ONLY
    largest: tuple[ItemGap, ...] = ()
    waits: bool = False

    @property
    def may_invite(self) -> bool:
        """Whether they may ask for a new round now."""
        return not self.is_open and not self.waits and self.team >= FOR_LEADER


def cohorts_to_count(answers: Sequence[FeedbackAnswer], cohorts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Who may be counted now, cohort by cohort: former cohorts of which everybody waits, and those who are in none.

    `cohorts` are those of this leader that still hold, this round's included; the people in none of them become one
    where they are three or more.
    """
    waiting = {answer.author_id for answer in answers if answer.counted is None}
    former = list(cohorts)
    new = frozenset(waiting.difference(*former))
    return [*(cohort for cohort in former if cohort <= waiting), *([new] if len(new) >= FOR_LEADER else [])]


def counted_in(
    asked: FeedbackRound, answers: Sequence[FeedbackAnswer], people: frozenset[str]
) -> tuple[FeedbackRound, list[FeedbackAnswer]]:
    """The round with the answers of `people`, which were in none of its sums, and these answers as they are counted."""
    taken = [answer for answer in answers if answer.author_id in people]
    sums = dict(asked.sums)
    for answer in taken:
        for item_id, value in answer.answers.items():
            sums[item_id] = sums.get(item_id, 0) + value
    after = replace(asked, count=asked.count + len(taken), sums=sums)
    return after, [replace(answer, counted=answer.answers) for answer in taken]


def scale_gaps(check: SelfCheck, seen: FeedbackRound, items: Iterable[Item]) -> tuple[ScaleGap, ...]:
    """The three scales side by side; none below three answers. Raises ValueError as `selfcheck.scores` does."""
    listed = list(items)
    if seen.count < FOR_LEADER:
        return ()
    own = scores(check.answers, listed)
    return tuple(ScaleGap(scale, getattr(own, scale), _score(seen, scale, listed)) for scale in SCALES)


def largest_gaps(check: SelfCheck, seen: FeedbackRound, items: Iterable[Item]) -> tuple[ItemGap, ...]:
    """At most three statements, the furthest apart first, each by a whole step at least; none below three answers."""
    if seen.count < FOR_LEADER:
        return ()
    item_gaps = [ItemGap(item, check.answers[item.id], _mean(seen, item)) for item in items]
    far = [gap for gap in item_gaps if abs(gap.own - gap.theirs) >= WORTH_TELLING]
    return tuple(sorted(far, key=lambda gap: -abs(gap.own - gap.theirs))[:MOST_ITEMS])


def _mean(seen: FeedbackRound, item: Item) -> float:
    return seen.sums.get(item.id, 0) / seen.count


def _score(seen: FeedbackRound, scale: Scale, items: Sequence[Item]) -> int:
    means = [MOST - _mean(seen, item) if item.reverse else _mean(seen, item) for item in items if item.scale == scale]
    return int(100 * sum(means) / (MOST * len(means)) + 0.5) if means else 0
