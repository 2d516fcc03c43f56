"""What a leader's own check-ins say over time: counts, and the few differences that are unlikely to be chance.

Two kinds. A *count* only repeats what was answered, and needs FEWEST_TO_COUNT weeks. A *finding* says that two
things differ, and is silent unless all of this holds:

- it rests on FEWEST_TO_COMPARE weeks or more, with FEWEST_A_SIDE or more on either side; - an exact test (`chance`)
says that it is unlikely to be chance: all findings of one leader are judged together (Holm), so that somebody whose
weeks are pure chance gets even one false finding less than once in twenty times.

A finding says that things differ, never why: weeks are not a random sample, so a difference is no cause. "Led" counts
the answers "Mostly led" and "Both", since leading and managing do not exclude each other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from bot.domain.checkins.commitments import Outcome
from bot.domain.checkins.findings import findings
from bot.domain.checkins.insight_facts import Insight, InsightFacts, LeaderRecord, counted, led, weeks_of

__all__ = ["FEWEST_TO_COUNT", "Insight", "InsightFacts", "LeaderRecord", "counts", "findings", "insights"]

FEWEST_TO_COUNT = 4  # weeks
RATED = frozenset({Outcome.KEPT, Outcome.PARTLY, Outcome.DROPPED})


def insights(record: LeaderRecord) -> list[Insight]:
    """All counts, then all significant findings, in a fixed order. The record's answers may come in any order."""
    record = replace(record, checkins=tuple(sorted(record.checkins, key=attrgetter("week"))))
    return [*counts(record), *findings(record)]


def counts(record: LeaderRecord) -> list[Insight]:
    """The counts of what was answered, each only if it rests on enough weeks."""
    insights = (_led_months(record), _takeovers(record), _kept_commitments(record), _developed(record))
    return [insight for insight in insights if insight is not None]


def _insight(key: str, rests_on: Sequence[date], **facts: int) -> Insight:
    return Insight(key, min(rests_on), max(rests_on), len(rests_on), facts)


def _led_months(record: LeaderRecord) -> Insight | None:
    checkins = record.checkins
    if len(checkins) < FEWEST_TO_COUNT:
        return None
    by_month = groupby(checkins, lambda checkin: checkin.week.replace(day=1))
    answers = [(month, [led(checkin) for checkin in of_month]) for month, of_month in by_month]
    months = tuple((month, sum(well), len(well)) for month, well in answers)
    basis = _insight("led_months", weeks_of(checkins), led=sum(well for _, well, _ in months), of=len(checkins))
    return replace(basis, months=months)


def _takeovers(record: LeaderRecord) -> Insight | None:
    counts = counted(record)
    if len(counts) < FEWEST_TO_COUNT:
        return None
    weeks = weeks_of(checkin for checkin, _ in counts)
    return _insight("takeovers", weeks, count=sum(number for _, number in counts), of=len(counts))


def _kept_commitments(record: LeaderRecord) -> Insight | None:
    rated = {week: outcome for week, outcome in record.outcomes.items() if outcome in RATED}
    if len(rated) < FEWEST_TO_COUNT:
        return None
    outcomes = Counter(rated.values())
    kept, partly = outcomes[Outcome.KEPT], outcomes[Outcome.PARTLY]
    return _insight("kept", list(rated), kept=kept, partly=partly, of=len(rated))


def _developed(record: LeaderRecord) -> Insight | None:
    named = [checkin for checkin in record.checkins if checkin.developed]
    if len(named) < FEWEST_TO_COUNT:
        return None
    times = Counter(user_id for checkin in named for user_id in set(checkin.developed))
    (most, count), *others = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    alone = not others or others[0][1] < count
    basis = _insight("developed", weeks_of(named), people=len(times), count=count)
    return replace(basis, people=(most,) if alone else ())
