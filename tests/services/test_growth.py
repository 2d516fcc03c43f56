"""Pressure weeks, letters, programmes and the map: who may, what is refused, and what follows."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.checkin import Answer, CheckIn
from bot.domain.deliveries import Delivery
from bot.domain.fiscal import Fiscal, Pattern
from bot.domain.moments import CoachingMoment
from bot.domain.people import Membership, Person, Standing, TeamMember, Who
from bot.domain.schedule import FRIDAY, THURSDAY, TUESDAY, Pause
from bot.errors import Problem
from bot.nudges import PROMPT_PERSON, QUARTER_REPORT, QUARTERLY_LETTER
from bot.nudges.nudge import Facts
from bot.services.letter_slots import plan_letters
from bot.services.practice import choose
from bot.services.suite import Services
from bot.services.tools import Tools
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock

WEEK = date(2026, 10, 19)
CALM, HARD = date(2026, 11, 3), date(2026, 12, 22)


async def active(services: Services, tools: Tools, who: Who, **changes: object) -> Person:
    person = replace(await services.people.meet(who), standing=Standing.ACTIVE, **changes)  # type: ignore[arg-type]  # any
    async with tools.database.transaction("T1") as memory:
        await memory.people.save(person)
    return person


@pytest.fixture
async def maria(services: Services, tools: Tools, directory: FakeDirectory) -> Who:
    return (await active(services, tools, directory.add("U1", "Maria"), is_leader=True)).who


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("", None),
        ("this week", WEEK),
        ("next", WEEK + timedelta(weeks=1)),
        ("week of 4 nov", date(2026, 11, 2)),
    ],
)
async def test_a_week_is_marked_as_it_is_typed(services: Services, maria: Who, typed: str, week: date | None) -> None:
    facts = await services.pressure.typed(maria, typed)
    assert [one for one, why in facts.weeks if why] == ([week] if week else [])


@pytest.mark.parametrize(("typed", "key"), [("banana", "unclear"), ("yesterday", "past"), ("1 sep", "far")])
async def test_a_week_that_cannot_be_marked_is_told_in_words_about_weeks(
    services: Services, maria: Who, typed: str, key: str
) -> None:
    with pytest.raises(Problem, match=rf"^pressure\.problems\.{key}$"):
        await services.pressure.typed(maria, typed)


@pytest.mark.parametrize("week", [WEEK + timedelta(days=1), WEEK + timedelta(weeks=60)], ids=["no Monday", "far away"])
async def test_a_button_with_no_week_of_ours_is_stale(services: Services, maria: Who, week: date) -> None:
    with pytest.raises(Problem, match="stale"):
        await services.pressure.mark(maria, week, is_pressure=True)


async def test_the_fiscal_calendar_is_for_admins(services: Services, directory: FakeDirectory, maria: Who) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await services.pressure.set_calendar(maria, 2, Pattern.WEEKS)
    nora = directory.add("U3", "Nora", is_admin=True)
    await services.pressure.set_calendar(nora, 2, Pattern.WEEKS)
    assert await services.pressure.calendar(nora) == Fiscal(2, Pattern.WEEKS)


async def test_prompts_are_more_often_about_pressure_in_a_pressure_week(
    tools: Tools, library: Library, maria: Who
) -> None:
    hits = dict.fromkeys((CALM, HARD), 0)
    async with tools.database.transaction("T1") as memory:
        for on in hits:
            for number in range(60):
                person = Person("T1", f"U{number}", is_leader=True)
                slot = Delivery("d", "T1", person.user_id, PROMPT_PERSON, "", on, tools.clock())
                (choice,) = await choose(memory, library, [Facts(slot, tools.clock(), person)])
                hits[on] += choice.prompt.theme == "under_pressure"
    assert maria.user_id == "U1"
    assert hits[HARD] > hits[CALM] + 5


async def planned(tools: Tools, user_id: str, nudge: str) -> list[datetime]:
    async with tools.database.transaction("T1") as memory:
        return [plan.next.due_at for plan in await memory.schedules.of(user_id) if plan.nudge == nudge]


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
    services: Services, tools: Tools, directory: FakeDirectory, changes: dict[str, object], due: datetime
) -> None:
    leader = await active(services, tools, directory.add("U1"), is_leader=True, is_admin=True, **changes)
    async with tools.database.transaction("T1") as memory:
        await plan_letters(memory, leader, tools.clock())
        await plan_letters(memory, leader, tools.clock())
    assert await planned(tools, "U1", QUARTERLY_LETTER) == [due]
    (report,) = await planned(tools, "U1", QUARTER_REPORT)
    assert report > due, "a letter, a report and the daily prompt would be three on one day"
    async with tools.database.transaction("T1") as memory:
        await plan_letters(memory, replace(leader, is_leader=False, is_admin=False), tools.clock())
    assert await planned(tools, "U1", QUARTERLY_LETTER) == []


async def test_a_letter_still_to_come_about_the_last_quarter_stays(
    tools: Tools, clock: MovableClock, maria: Who
) -> None:
    clock.now = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
    async with tools.database.transaction("T1") as memory:
        leader = await memory.people.get(maria.user_id)
        assert leader
        await plan_letters(memory, leader, clock())
    assert await planned(tools, "U1", QUARTERLY_LETTER) == [datetime(2026, 10, 1, 6, 30, tzinfo=UTC)]


async def test_a_letter_about_a_quarter_that_is_none_any_more_says_so(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match="no_quarter"):
        await services.letters.facts(maria, "2026-08-01 2026-10-31")


async def test_a_programme_needs_the_daily_prompt_and_a_name_that_exists(
    services: Services, tools: Tools, directory: FakeDirectory, maria: Who
) -> None:
    with pytest.raises(Problem, match="stale"):
        await services.programmes.start(maria, "golf")
    with pytest.raises(Problem, match="stale"):
        await services.programmes.stop(maria, "no run")
    quiet = await active(services, tools, directory.add("U5"), is_leader=True, prompt_at=None)
    with pytest.raises(Problem, match="no_prompt"):
        await services.programmes.start(quiet.who, "ask_first")


async def test_a_programme_chosen_on_a_thursday_begins_on_monday_and_can_be_dropped_before(
    services: Services, clock: MovableClock, maria: Who
) -> None:
    clock.move(days=3)
    facts = await services.programmes.start(maria, "ask_first")
    assert facts.run
    assert (facts.run.started_on, facts.number) == (WEEK + timedelta(weeks=1), 0)
    assert (await services.programmes.start(maria, "ask_first")).run == facts.run
    assert (await services.programmes.stop(maria, facts.run.id)).run is None


async def test_the_map_is_made_of_ones_own_notes_and_ends_where_somebody_declined(
    services: Services, tools: Tools, directory: FakeDirectory, maria: Who
) -> None:
    tom = (await active(services, tools, directory.add("U2", "Tom"))).who
    async with tools.database.transaction("T1") as memory:
        for user_id, said in (("U2", Membership.ACCEPTED), ("U3", Membership.NAMED), ("U4", Membership.DECLINED)):
            await memory.teams.save(TeamMember("U1", user_id, said))
        await memory.checkins.save(CheckIn("U1", WEEK, Answer.LED, tools.clock(), ("U2",)))
        await memory.moments.save(CoachingMoment("m", "U1", "U2", tools.clock(), "C1", "1.0", "Asked, then waited."))
    pages = (await services.development.facts(maria)).pages
    assert [page.other_id for page in pages] == ["U3", "U2"]
    assert (pages[1].last_moment, pages[1].last_named) == (WEEK, WEEK)
    (own,) = (await services.development.facts(tom)).own
    assert (own.other_id, own.last_moment, own.last_named) == ("U1", None, None)


async def test_insights_are_ones_own(services: Services, tools: Tools, directory: FakeDirectory, maria: Who) -> None:
    async with tools.database.transaction("T1") as memory:
        for number in range(5):
            week = WEEK - timedelta(weeks=number)
            await memory.checkins.save(CheckIn("U1", week, Answer.LED, tools.clock(), takeovers=0))
    assert (await services.insights.facts(maria)).weeks == 5
    nora = directory.add("U3", "Nora", is_admin=True)
    assert (await services.insights.facts(nora)).insights == ()
    with pytest.raises(Problem, match="guest"):
        await services.insights.facts(directory.add("U8", is_guest=True))
