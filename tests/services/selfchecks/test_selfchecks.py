"""Answering the self-check, once, and reading it again."""

from datetime import date

import pytest

from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.selfchecks.former import FORMER_MOST
from bot.domain.selfchecks.selfchecks import ScoreChange, Scores, SelfCheck, SelfCheckForm
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.services import Services
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock


def form(selfcheck_id: str) -> SelfCheckForm:
    return SelfCheckForm(selfcheck_id, date(2026, 10, 12))


@pytest.fixture
def some(library: Library) -> dict[str, str | None]:
    """Every statement, answered with fewer than half."""
    return dict.fromkeys(library.items, "some")


async def test_fifteen_answers_give_three_scores_and_one_thing_to_try(
    services: Services, maria: Who, some: dict[str, str | None]
) -> None:
    form = await services.selfchecks.start(maria)
    facts = await services.selfchecks.save(maria, form, some | {"manage-08": "none"})
    assert form.last is None
    assert (facts.check.week, facts.check.team) == (form.week, form.team)
    assert facts.scores == Scores(33, 27, 33)
    assert facts.change is None
    assert facts.weakest
    assert facts.weakest.id == "manage-08"


async def test_the_next_one_says_what_moved_since_another_day(
    services: Services, maria: Who, some: dict[str, str | None], clock: MovableClock
) -> None:
    first = await services.selfchecks.save(maria, form("a"), some)
    clock.move(hours=1)
    again = await services.selfchecks.save(maria, form("b"), some | {"lead-06": "all"})
    assert (again.before, again.change) == (None, None)
    clock.move(days=7)
    later = await services.selfchecks.save(maria, form("c"), some)
    assert (later.before, later.change) == (first.check.on, ScoreChange(-14, 0, 0))
    assert (await services.selfchecks.start(maria)).last == later


async def test_submitted_twice_it_is_kept_once_with_its_first_date(
    services: Services, maria: Who, some: dict[str, str | None], clock: MovableClock
) -> None:
    first = await services.selfchecks.save(maria, form("a"), some)
    clock.move(days=1)
    second = await services.selfchecks.save(maria, form("a"), some | {"lead-06": "all"})
    assert second.check.on == first.check.on
    assert second.change is None
    assert await services.selfchecks.latest(maria) == second


async def test_before_the_first_there_is_no_result(services: Services, maria: Who) -> None:
    assert await services.selfchecks.latest(maria) is None


async def test_missing_answers_are_named_at_their_statements(
    services: Services, maria: Who, some: dict[str, str | None]
) -> None:
    with pytest.raises(Problems) as found:
        await services.selfchecks.save(maria, form("a"), some | {"lead-07": None, "rescue-10": "daily"})
    assert [(one.key, one.field) for one in found.value.problems] == [
        ("errors.needed", "lead-07"),
        ("errors.needed", "rescue-10"),
    ]


async def test_a_form_with_other_statements_is_stale(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match=r"errors\.stale_form"):
        await services.selfchecks.save(maria, form("a"), {"lead-06": "none"})


async def test_nobody_reads_or_overwrites_somebody_elses(
    services: Services, maria: Who, some: dict[str, str | None], directory: FakeDirectory
) -> None:
    await services.selfchecks.save(maria, form("a"), some)
    tom = directory.add("U2", "Tom")
    with pytest.raises(Problem, match=r"errors\.stale$"):
        await services.selfchecks.result(tom, "a")
    with pytest.raises(Problem, match=r"errors\.stale_form"):
        await services.selfchecks.save(tom, form("a"), some)
    assert (await services.selfchecks.result(maria, "a")).scores == Scores(33, 33, 33)


async def test_an_unknown_one_has_no_result(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match=r"errors\.stale"):
        await services.selfchecks.result(maria, "never-kept")


async def test_a_guest_is_told_whom_to_ask(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match=r"permissions\.guest"):
        await services.selfchecks.start(directory.add("U3", is_guest=True))


async def test_the_form_names_those_who_said_yes(services: Services, context: Context, maria: Who) -> None:
    async with context.database.transaction("T1") as transaction:
        for user_id in ("U3", "U2"):
            await transaction.teams.save(TeamMember("U1", user_id, Membership.ACCEPTED))
        await transaction.teams.save(TeamMember("U1", "U4", Membership.DECLINED))
    assert (await services.selfchecks.start(maria)).team == ("U2", "U3")


async def test_one_from_before_the_statements_changed_is_still_read(
    services: Services, context: Context, maria: Who, library: Library, clock: MovableClock
) -> None:
    answers = dict.fromkeys(library.former_items, FORMER_MOST)
    old = SelfCheck("old", "U1", date(2026, 10, 12), clock(), answers)
    async with context.database.transaction("T1") as transaction:
        await transaction.selfchecks.save(old)
    facts = await services.selfchecks.result(maria, "old")
    assert (facts.check.week, facts.scores) == (None, Scores(80, 80, 80))
    assert (await services.selfchecks.start(maria)).last == facts


async def test_the_export_says_what_was_asked_and_answered_in_former_statements_too(
    services: Services, maria: Who, some: dict[str, str | None], context: Context, library: Library
) -> None:
    await services.selfchecks.save(maria, form("new"), some)
    former = SelfCheck(
        "old", maria.user_id, date(2026, 9, 14), context.clock(), dict.fromkeys(library.former_items, FORMER_MOST)
    )
    async with context.database.transaction(maria.workspace_id) as transaction:
        await transaction.selfchecks.save(former)
    export = await services.privacy.export(maria)
    for text in (export.data, export.readable):
        assert (
            '"I talked with them for ten minutes or more about a skill, not about a deal.": "With fewer than half"'
            in text
        )
        assert f'"{library.former_items["lead-01"].text}": "Every time"' in text
