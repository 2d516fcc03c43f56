"""Feedback on a self-check: what salespeople say about the same behaviour, only ever as a sum over three or more
people.

What has been shown cannot be taken apart again (product rule 7). People counted together form a cohort of three or
more, and a cohort is counted whole or not at all, in this round and in every round of the same leader for a quarter of
a year. So any sum or difference consists of whole cohorts. What was counted stays as it was, since a changed answer
would show in the difference. Cohorts are remembered under hashes, even when people are deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.selfchecks.comparison import ItemViews, ScaleViews, Tally
from bot.domain.visibility import FOR_LEADER

OPEN_FOR = timedelta(days=14)
COHORTS_HOLD = timedelta(days=91)  # after that, two rounds are about different quarters
CHECK_IS_FRESH = timedelta(days=14)  # how long after a self-check its feedback may be asked for
YES, NO = 1, 0


@dataclass(frozen=True, slots=True)
class FeedbackRound:
    """One invitation of a leader to their salespeople, about the week of Monday `week` and the self-check of that week.

    `team` is how many people that self-check is about, `tallies` what `count` of them answered, by item. A round in the
    former format has no week: it was about other statements, and is over.
    """

    id: str
    leader_id: str
    opened_at: datetime
    closes_at: datetime
    invited: tuple[str, ...]
    _: KW_ONLY
    week: date | None = None
    selfcheck_id: str | None = None
    team: int = 0
    count: int = 0
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def silent(self) -> int:
        """For how many people nothing is known."""
        return max(self.team - self.count, 0)

    def is_open(self, now: datetime) -> bool:
        """Whether answers are still accepted."""
        return self.week is not None and now < self.closes_at


@dataclass(frozen=True, slots=True)
class FeedbackAnswer:
    """One salesperson's answers by item: YES, NO or NOT_UP; `counted` is the part that is in the tallies."""

    round_id: str
    author_id: str
    at: datetime
    answers: Mapping[str, int]
    counted: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """A round as one salesperson sees it; `mine` is what they answered."""

    round: FeedbackRound
    is_open: bool
    zone: str
    mine: FeedbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class FeedbackResult:
    """What a leader may know of their feedback. `round` is their last one, `team` how many people agreed to be on their
    team.

    `scales` and `apart` are empty until `is_told`: while there are too few answers, even their number is not shown.
    `waits` while the period of an earlier round is still running, even if that round was deleted.
    """

    round: FeedbackRound | None
    is_open: bool
    team: int
    zone: str
    scales: tuple[ScaleViews, ...] = ()
    _: KW_ONLY
    apart: tuple[ItemViews, ...] = ()
    is_told: bool = False
    waits: bool = False

    @property
    def may_invite(self) -> bool:
        """Whether they may ask for a new round now."""
        return not self.is_open and not self.waits and self.team >= FOR_LEADER


def cohorts_to_count(answers: Sequence[FeedbackAnswer], cohorts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Who may be counted now, by cohort: existing cohorts in which everybody is waiting, and people who are in none
    yet.

    `cohorts` are this leader's cohorts that still hold, including this round's; people in none of them form a new one.
    Cohorts of fewer than three are not counted, including any where two members turned out to be one person with two
    ids.
    """
    waiting = {answer.author_id for answer in answers if answer.counted is None}
    former = list(cohorts)
    new = frozenset(waiting.difference(*former))
    return [cohort for cohort in (*former, new) if cohort <= waiting and len(cohort) >= FOR_LEADER]


def counted_in(
    asked: FeedbackRound, answers: Sequence[FeedbackAnswer], people: frozenset[str]
) -> tuple[FeedbackRound, list[FeedbackAnswer]]:
    """The round with the answers of `people`, none counted before, added, and these answers marked as counted."""
    taken = [answer for answer in answers if answer.author_id in people]
    tallies = dict(asked.tallies)
    for answer in taken:
        for item_id, value in answer.answers.items():
            tally = tallies.get(item_id, Tally())
            tallies[item_id] = Tally(tally.yes + (value == YES), tally.no + (value == NO))
    after = replace(asked, count=asked.count + len(taken), tallies=tallies)
    return after, [replace(answer, counted=answer.answers) for answer in taken]
