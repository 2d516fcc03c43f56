"""Answering the self-check, once, and reading it again."""

import pytest

from bot.domain.people.people import Who
from bot.domain.selfchecks.selfchecks import ScoreChange, Scores
from bot.errors import Problem, Problems
from bot.services.services import Services
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock


@pytest.fixture
def sometimes(library: Library) -> dict[str, str | None]:
    """Every statement answered half-way."""
    return dict.fromkeys(library.items, "sometimes")


async def test_fifteen_answers_give_three_scores_and_one_thing_to_try(
    services: Services, maria: Who, sometimes: dict[str, str | None]
) -> None:
    selfcheck_id, last = await services.selfchecks.start(maria)
    facts = await services.selfchecks.save(maria, selfcheck_id, sometimes | {"manage-03": "never"})
    assert last is None
    assert facts.scores == Scores(50, 40, 50)
    assert facts.change is None
    assert facts.weakest
    assert facts.weakest.id == "manage-03"


async def test_the_next_one_says_what_moved_since_another_day(
    services: Services, maria: Who, sometimes: dict[str, str | None], clock: MovableClock
) -> None:
    first = await services.selfchecks.save(maria, "a", sometimes)
    clock.move(hours=1)
    again = await services.selfchecks.save(maria, "b", sometimes | {"lead-01": "always"})
    assert (again.before, again.change) == (None, None)
    clock.move(days=7)
    later = await services.selfchecks.save(maria, "c", sometimes)
    assert (later.before, later.change) == (first.check.on, ScoreChange(-10, 0, 0))
    assert (await services.selfchecks.start(maria))[1] == later


async def test_submitted_twice_it_is_kept_once_with_its_first_date(
    services: Services, maria: Who, sometimes: dict[str, str | None], clock: MovableClock
) -> None:
    first = await services.selfchecks.save(maria, "a", sometimes)
    clock.move(days=1)
    second = await services.selfchecks.save(maria, "a", sometimes | {"lead-01": "always"})
    assert second.check.on == first.check.on
    assert second.change is None
    assert await services.selfchecks.latest(maria) == second


async def test_before_the_first_there_is_no_result(services: Services, maria: Who) -> None:
    assert await services.selfchecks.latest(maria) is None


async def test_missing_answers_are_named_at_their_statements(
    services: Services, maria: Who, sometimes: dict[str, str | None]
) -> None:
    with pytest.raises(Problems) as found:
        await services.selfchecks.save(maria, "a", sometimes | {"lead-02": None, "rescue-05": "daily"})
    assert [(one.key, one.field) for one in found.value.problems] == [
        ("errors.needed", "lead-02"),
        ("errors.needed", "rescue-05"),
    ]


async def test_a_form_with_other_statements_is_stale(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match=r"errors\.stale_form"):
        await services.selfchecks.save(maria, "a", {"lead-01": "never"})


async def test_nobody_reads_or_overwrites_somebody_elses(
    services: Services, maria: Who, sometimes: dict[str, str | None], directory: FakeDirectory
) -> None:
    await services.selfchecks.save(maria, "a", sometimes)
    tom = directory.add("U2", "Tom")
    with pytest.raises(Problem, match=r"errors\.stale$"):
        await services.selfchecks.result(tom, "a")
    with pytest.raises(Problem, match=r"errors\.stale_form"):
        await services.selfchecks.save(tom, "a", sometimes)
    assert (await services.selfchecks.result(maria, "a")).scores == Scores(50, 50, 50)


async def test_an_unknown_one_has_no_result(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match=r"errors\.stale"):
        await services.selfchecks.result(maria, "never-kept")


async def test_a_guest_is_told_whom_to_ask(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match=r"permissions\.guest"):
        await services.selfchecks.start(directory.add("U3", is_guest=True))
