"""One object of every stored kind, with how it is written and read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.checkins.commitments import Commitment, Outcome
from bot.domain.people.people import ChannelNudge, Membership, Person, PersonStatus, TeamMember
from bot.domain.plans import Plan
from bot.domain.prompts.answers import Practice, PromptReply
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, TakeOver
from bot.domain.ridealongs.terms import CallType, Contract
from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.domain.time.schedule import Slot
from bot.storage.transaction import Transaction

NOW = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)
DAY = date(2026, 10, 19)

PERSON = Person(
    "T1", "U1", "Maria", "Europe/Berlin", "Asia/Kolkata", status=PersonStatus.ACTIVE,
    is_admin=True, is_leader=True, country="DE-BY", working_days=frozenset({0, 2}), prompt_at=time(7, 15),
    daily_again_at=NOW, seen_at=NOW, teams=("T1", "T2"), cut_off=True,
)  # fmt: skip
RIDE = RideAlong(
    "r1", "T1", "U1", "U2", "Acme & Sons", starts_at=NOW, length=timedelta(minutes=45), planned_by="U1",
    contract=Contract(CallType.JOINT, "leader", "salesperson", "tap the pen", "silence"),
    state=RideAlongState.CONFIRMED, confirmed_by=frozenset({"U1", "U2"}),
)  # fmt: skip
REFLECTION = Reflection("r1", "U2", NOW, {"went": "well"}, TakeOver.NOBODY_ASKED, moment="at the price", shared=True)
COMMITMENT = Commitment(
    "c1", "U1", "checkin:2026-10-19", "a deal slips", "ask the rep first", made_on=DAY, outcome=Outcome.PARTLY
)
PRACTICE = Practice("U1", "d1", "p1", DAY, PromptReply.REFLECTED, at=NOW, text="a note")
CHECKIN = CheckIn("U1", DAY, CheckInAnswer.BOTH, NOW, ("U2", "U3"), pulled="quarter_end", takeovers=2)
CHECK = SelfCheck("s1", "U1", DAY, NOW, {"lead-06": 3}, week=DAY, team=("U2",))
CHANNEL = ChannelNudge(
    "T1",
    "C1",
    "prompt_channel",
    time(9),
    frozenset({0, 4}),
    zone="America/New_York",
    set_by="U1",
    paused_for="is_archived",
)
PLAN = Plan(
    "T1",
    "U1",
    "checkin",
    Slot(DAY, NOW),
    "",
    at=time(15),
    days=frozenset({4}),
    zone="Europe/Berlin",
    working_days=frozenset({0}),
    country="DE",
)
MEMBER = TeamMember("U1", "U2", Membership.ACCEPTED)


@dataclass(frozen=True)
class Case:
    thing: Any
    save: Callable[[Transaction], Awaitable[Any]]
    load: Callable[[Transaction], Awaitable[Any]]


async def _series(transaction: Transaction) -> list[RideAlong]:
    rides, _ = await transaction.series.newest(("U2", "U1"), 5)
    return rides


CASES = {
    "a person": Case(PERSON, lambda m: m.people.save(PERSON), lambda m: m.people.get("U1")),
    "a ride-along": Case(RIDE, lambda m: m.ridealongs.save(RIDE), lambda m: m.ridealongs.get("r1")),
    "a ride-along of one of the two": Case([RIDE], lambda m: m.ridealongs.save(RIDE), lambda m: m.ridealongs.of("U2")),
    "a series": Case([RIDE], lambda m: m.ridealongs.save(RIDE), _series),
    "a reflection": Case(
        [REFLECTION], lambda m: m.ridealongs.save_reflection(REFLECTION), lambda m: m.ridealongs.reflections("r1")
    ),
    "a commitment": Case(COMMITMENT, lambda m: m.commitments.save(COMMITMENT), lambda m: m.commitments.get("c1")),
    "somebody's commitments": Case(
        [COMMITMENT], lambda m: m.commitments.save(COMMITMENT), lambda m: m.commitments.of("U1")
    ),
    "a practice": Case(PRACTICE, lambda m: m.answers.save(PRACTICE), lambda m: m.answers.get("U1", "d1")),
    "somebody's practices": Case([PRACTICE], lambda m: m.answers.save(PRACTICE), lambda m: m.answers.of("U1")),
    "a check-in": Case(CHECKIN, lambda m: m.checkins.save(CHECKIN), lambda m: m.checkins.get("U1", DAY)),
    "a week's check-ins": Case(
        [CHECKIN], lambda m: m.checkins.save(CHECKIN), lambda m: m.checkins.in_week(DAY, ["U1"])
    ),
    "a self-check": Case(CHECK, lambda m: m.selfchecks.save(CHECK), lambda m: m.selfchecks.get("s1")),
    "a channel nudge": Case(
        CHANNEL, lambda m: m.channels.save(CHANNEL), lambda m: m.channels.get("C1", "prompt_channel")
    ),
    "a plan": Case(PLAN, lambda m: m.schedules.save(PLAN), lambda m: m.schedules.get("U1", "checkin")),
    "a team": Case([MEMBER], lambda m: m.teams.save(MEMBER), lambda m: m.teams.of_leader("U1")),
    "a salesperson's leaders": Case([MEMBER], lambda m: m.teams.save(MEMBER), lambda m: m.teams.of_salesperson("U2")),
}
