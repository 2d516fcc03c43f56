"""Letters and reports: when they come, and that one about no quarter is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.checkins.commitments import Commitment, Outcome, checkin_source
from bot.domain.people.people import NudgeKind, PersonStatus, Who
from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.domain.time.schedule import FRIDAY, THURSDAY, TUESDAY, WEEK, Pause
from bot.errors import Problem
from bot.nudges import QUARTER_REPORT, QUARTERLY_LETTER
from bot.services.context import Context
from bot.services.planning.recurring import replan
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active


async def planned(context: Context, user_id: str, nudge: str) -> list[datetime]:
    async with context.database.transaction("T1") as transaction:
        return [plan.next.due_at for plan in await transaction.schedules.of(user_id) if plan.nudge == nudge]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        pytest.param({}, datetime(2027, 1, 5, 7, 30, tzinfo=UTC), id="the first quiet day after the quarter"),
        pytest.param({"prompt_at": time(10)}, datetime(2027, 1, 5, 9, 0, tzinfo=UTC), id="at their prompt time"),
        pytest.param({"prompt_at": None}, datetime(2027, 1, 5, 7, 30, tzinfo=UTC), id="without daily prompts"),
        pytest.param(
            {"pauses": (Pause(date(2027, 1, 1), date(2027, 1, 8)),)},
            datetime(2027, 1, 12, 7, 30, tzinfo=UTC),
            id="a week off",
        ),
        pytest.param(
            {"working_days": frozenset({TUESDAY, THURSDAY, FRIDAY})},
            datetime(2027, 1, 7, 7, 30, tzinfo=UTC),
            id="whose reminder comes on Tuesdays",
        ),
    ],
)
async def test_when_the_letter_comes(
    services: Services, context: Context, directory: FakeDirectory, changes: dict[str, object], due: datetime
) -> None:
    leader = await active(services, context, directory.add("U1"), is_leader=True, is_admin=True, **changes)
    async with context.database.transaction("T1") as transaction:
        await replan(transaction, leader, context.clock())
        await replan(transaction, leader, context.clock())
    assert await planned(context, "U1", QUARTERLY_LETTER) == [due]
    (report,) = await planned(context, "U1", QUARTER_REPORT)
    assert report > due, "a letter, a report and the daily prompt would be three on one day"
    async with context.database.transaction("T1") as transaction:
        await replan(transaction, replace(leader, is_leader=False, is_admin=False), context.clock())
    assert await planned(context, "U1", QUARTERLY_LETTER) == []
    assert await planned(context, "U1", QUARTER_REPORT) == []


async def test_a_letter_and_a_report_that_are_both_late_both_stay_for_the_planner(
    services: Services, context: Context, clock: MovableClock, directory: FakeDirectory
) -> None:
    person = await active(services, context, directory.add("U1"), is_leader=True, is_admin=True)
    async with context.database.transaction("T1") as transaction:
        await replan(transaction, person, clock())
    before = [await planned(context, "U1", nudge) for nudge in (QUARTERLY_LETTER, QUARTER_REPORT)]
    clock.now = max(before)[0]
    async with context.database.transaction("T1") as transaction:
        await replan(transaction, person, clock())
    assert [await planned(context, "U1", nudge) for nudge in (QUARTERLY_LETTER, QUARTER_REPORT)] == before


@pytest.mark.parametrize(
    ("changes", "letters"),
    [
        pytest.param({}, [1, 1], id="takes part"),
        pytest.param({"turned_off": frozenset({NudgeKind.LETTERS})}, [0, 0], id="turned them off"),
        pytest.param({"status": PersonStatus.STOPPED}, [0, 0], id="stopped"),
        pytest.param({"is_leader": False}, [0, 1], id="an admin who leads nobody"),
        pytest.param({"is_admin": False}, [1, 0], id="a leader who is no admin"),
    ],
)
async def test_who_gets_a_letter_and_who_the_report(
    services: Services, context: Context, directory: FakeDirectory, changes: dict[str, Any], letters: list[int]
) -> None:
    person = await active(services, context, directory.add("U1"), is_leader=True, is_admin=True)
    async with context.database.transaction("T1") as transaction:
        await replan(transaction, replace(person, **changes), context.clock())
    assert [len(await planned(context, "U1", nudge)) for nudge in (QUARTERLY_LETTER, QUARTER_REPORT)] == letters


async def test_a_letter_still_to_come_about_the_last_quarter_stays(
    context: Context, clock: MovableClock, leader: Who
) -> None:
    clock.now = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
    async with context.database.transaction("T1") as transaction:
        person = await transaction.people.get(leader.user_id)
        assert person
        await replan(transaction, person, clock())
    assert await planned(context, "U1", QUARTERLY_LETTER) == [datetime(2026, 10, 1, 6, 30, tzinfo=UTC)]


async def test_a_letter_about_a_quarter_that_is_none_any_more_says_so(services: Services, leader: Who) -> None:
    with pytest.raises(Problem, match="no_quarter"):
        await services.letters.facts(leader, "2026-08-01 2026-10-31")


async def test_a_letter_counts_the_plans_of_its_quarter_and_finds_over_the_year(
    services: Services, context: Context, leader: Who
) -> None:
    quarter = date(2026, 6, 29)  # its first week of thirteen
    async with context.database.transaction("T1") as transaction:
        for number in range(-20, 13):
            week, in_quarter = quarter + WEEK * number, number >= 0
            answer = CheckInAnswer.LED if in_quarter else CheckInAnswer.MANAGED
            await transaction.checkins.save(CheckIn("U1", week, answer, context.clock()))
            outcome = Outcome.KEPT if in_quarter else Outcome.DROPPED
            step = Commitment(f"C{number}", "U1", checkin_source(week), "a call", "wait", made_on=week, outcome=outcome)
            await transaction.commitments.save(step)
        for number, on in enumerate([date(2026, 3, 1), date(2026, 8, 1), date(2026, 10, 2)]):
            answers = dict.fromkeys(context.library.items, number)
            await transaction.selfchecks.save(SelfCheck(f"S{number}", "U1", on, context.clock(), answers))
    facts = await services.letters.facts(leader, "2026-07-01 2026-09-30")
    by_key = {insight.key: insight for insight in facts.insights}
    assert (facts.weeks, dict(by_key["kept"].numbers)) == (13, {"kept": 13, "partly": 0, "of": 13})
    assert by_key["led_more"].weeks == 33
    assert facts.before is not None
    assert facts.after is not None
    assert (facts.before.on, facts.after.on) == (date(2026, 3, 1), date(2026, 8, 1))
