"""Differences in a leader's weeks that are unlikely to be chance; `insights` says what that means."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from itertools import takewhile
from math import prod

from bot.domain.checkins.chance import binomial_p, holm, permutation_p
from bot.domain.checkins.insight_facts import AnsweredWeek, Insight, LeaderRecord, counted, led, weeks_of

FEWEST_TO_COMPARE = 8  # weeks in all
FEWEST_A_SIDE = 3  # weeks on either side of a comparison
FALSE_ALARMS = 0.05  # per leader, over all findings together
PULLS = 5  # things that can pull somebody away, without "nothing" and any that content adds
NO_PULL = "nothing"

Candidate = tuple[float, Insight]


def findings(record: LeaderRecord) -> list[Insight]:
    """The differences that are unlikely to be chance, judged together."""
    tests: tuple[Callable[[LeaderRecord], Candidate | None], ...] = (
        _led_trend,
        _pressure_led,
        _takeover_trend,
        _pressure_takeovers,
        _pulled,
        _left_out,
    )
    tried = [candidate for test in tests if (candidate := test(record)) is not None]
    stands = holm({insight.key: p for p, insight in tried}, FALSE_ALARMS)
    return [insight for _, insight in tried if insight.key in stands]


def _finding(key: str, p: float, weeks: Sequence[date], **numbers: int) -> Candidate:
    return p, Insight(key, min(weeks), max(weeks), len(weeks), numbers, is_finding=True)


def _led_trend(record: LeaderRecord) -> Candidate | None:
    """Whether the weeks led come later, or earlier, than by chance (rank-sum test over their order)."""
    checkins = record.checkins
    if len(checkins) < FEWEST_TO_COMPARE:
        return None
    values, half = list(map(led, checkins)), len(checkins) // 2
    before, after = sum(values[:half]), sum(values[half:])
    rose = after * half > before * (len(checkins) - half)
    return _finding(
        "led_more" if rose else "led_less",
        permutation_p(range(len(checkins)), [place for place, well in enumerate(values) if well]),
        weeks_of(checkins),
        before=before,
        before_of=half,
        after=after,
        after_of=len(checkins) - half,
    )


def _pressure_led(record: LeaderRecord) -> Candidate | None:
    """Whether pressure weeks are led more or less often than calm ones (Fisher's exact test)."""
    return _under_pressure(
        "pressure_led", [(checkin, int(led(checkin))) for checkin in record.checkins], record.pressure
    )


def _takeover_trend(record: LeaderRecord) -> Candidate | None:
    """Whether unasked take-overs differ between the earlier and the later half of the weeks that count them."""
    counts = counted(record)
    if len(counts) < FEWEST_TO_COMPARE:
        return None
    values, half = [number for _, number in counts], len(counts) // 2
    before, after = sum(values[:half]), sum(values[half:])
    fell = after * half < before * (len(values) - half)
    return _finding(
        "takeovers_fewer" if fell else "takeovers_more",
        permutation_p(values, range(half)),
        weeks_of(checkin for checkin, _ in counts),
        before=before,
        before_of=half,
        after=after,
        after_of=len(values) - half,
    )


def _pressure_takeovers(record: LeaderRecord) -> Candidate | None:
    """Whether pressure weeks have more or fewer unasked take-overs than calm ones."""
    return _under_pressure("pressure_takeovers", counted(record), record.pressure)


def _under_pressure(
    key: str, counts: Sequence[tuple[AnsweredWeek, int]], pressure: AbstractSet[date]
) -> Candidate | None:
    hard = [place for place, (checkin, _) in enumerate(counts) if checkin.week in pressure]
    if not _comparable(len(hard), len(counts)):
        return None
    values = [number for _, number in counts]
    there = sum(values[place] for place in hard)
    return _finding(
        key,
        permutation_p(values, hard),
        weeks_of(checkin for checkin, _ in counts),
        pressure=there,
        pressure_of=len(hard),
        calm=sum(values) - there,
        calm_of=len(values) - len(hard),
    )


def _comparable(hard: int, weeks: int) -> bool:
    return weeks >= FEWEST_TO_COMPARE and hard >= FEWEST_A_SIDE and weeks - hard >= FEWEST_A_SIDE


def _pulled(record: LeaderRecord) -> Candidate | None:
    """Whether one thing pulls this leader away more often than if all were equally likely."""
    pulled = [(checkin.week, checkin.pulled) for checkin in record.checkins if checkin.pulled not in (None, NO_PULL)]
    if len(pulled) < FEWEST_TO_COMPARE:
        return None
    times = Counter(choice or "" for _, choice in pulled)
    choice, count = max(times.items(), key=lambda pair: (pair[1], pair[0]))
    p, basis = _finding(
        "pulled",
        min(1.0, PULLS * binomial_p(count, len(pulled), 1 / PULLS)),
        [week for week, _ in pulled],
        count=count,
        of=len(pulled),
    )
    return p, replace(basis, choice=choice)


def _left_out(record: LeaderRecord) -> Candidate | None:
    """Somebody the check-ins have not named for longer than random naming would leave anybody out."""
    named = [(checkin.week, record.team.keys() & checkin.developed) for checkin in record.checkins]
    named = [(week, people) for week, people in named if people]
    if len(named) < FEWEST_TO_COMPARE or len(record.team) < 2:
        return None
    gaps = {user_id: _gap(user_id, named, record.team) for user_id in sorted(record.team)}
    user_id = min(gaps, key=lambda person_id: gaps[person_id][0])
    p, gap = gaps[user_id]
    if not gap:
        return None
    others = sum(len(people) for week, people in named if week in gap)
    _, basis = _finding("left_out", p, gap, others=others)
    return min(1.0, p * len(record.team)), replace(basis, people=(user_id,))


def _gap(
    user_id: str, named: Sequence[tuple[date, AbstractSet[str]]], team: Mapping[str, date]
) -> tuple[float, list[date]]:
    """How likely random naming is to leave somebody unnamed since they last were named, and the weeks since.

    A week that names some of the team leaves each person out with probability 1 - named / team.
    """
    joined = sorted(team.values())
    unnamed = takewhile(lambda week: user_id not in week[1], reversed(named))
    since = [(week, len(people)) for week, people in unnamed if week >= team[user_id]][::-1]
    sizes = [bisect_right(joined, week) for week, _ in since]
    chances = (1 - min(people, size) / size for (_, people), size in zip(since, sizes, strict=True))
    return (prod(chances) if since else 1.0), [week for week, _ in since]
