"""Made-up leaders with a known truth, always the same for the same seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.insight_facts import AnsweredWeek, LeaderRecord
from bot.domain.time.fiscal import FiscalCalendar, closing_between

FIRST = date(2025, 11, 24)
PULLS = ("a_deal_at_risk", "quarter_end", "an_escalation", "internal_reporting", "short_staffed")
TEAM = tuple(f"U{number}" for number in range(2, 8))
Chance = Callable[[int, bool], float]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a leader is really like: functions of the week's number and of whether it is a pressure week."""

    leads: Chance = lambda _number, _pressure: 0.5
    takes_over: Chance = lambda _number, _pressure: 1.0
    pull_weights: Sequence[float] = (1, 1, 1, 1, 1)
    forgets: str = ""


def leader(seed: int, truth: Truth, weeks: int = 52, answers: float = 1.0) -> LeaderRecord:
    """Such a leader's check-ins for `weeks` weeks; each is answered with probability `answers`."""
    random = Random(seed)
    mondays = [FIRST + timedelta(weeks=number) for number in range(weeks)]
    pressure = closing_between(FIRST, FIRST + timedelta(weeks=weeks), FiscalCalendar())
    checkins = [
        _week(random, truth, number, week, week in pressure)
        for number, week in enumerate(mondays)
        if random.random() < answers
    ]
    since: Mapping[str, date] = dict.fromkeys(TEAM, date.min)
    return LeaderRecord(tuple(checkins), pressure, {}, since)


def _week(random: Random, truth: Truth, number: int, week: date, pressure: bool) -> AnsweredWeek:
    is_led = random.random() < truth.leads(number, pressure)
    answer = random.choice(
        (CheckInAnswer.LED, CheckInAnswer.BOTH) if is_led else (CheckInAnswer.MANAGED, CheckInAnswer.RESCUED)
    )
    rate = truth.takes_over(number, pressure) * random.choice((0.2, 1.0, 1.8))  # more uneven than chance alone
    takeovers = sum(random.random() < rate / 8 for _ in range(8))
    pulled = random.choices(PULLS, truth.pull_weights)[0] if random.random() < 0.8 else "nothing"
    can_be_named = [user_id for user_id in TEAM if user_id != truth.forgets]
    named = tuple(random.sample(can_be_named, random.choice((0, 1, 1, 2))))
    return AnsweredWeek(week, answer, named, pulled=pulled, takeovers=takeovers)
