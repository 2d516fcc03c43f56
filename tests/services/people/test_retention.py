"""How long texts are kept: anybody may ask, admins decide."""

import pytest

from bot.blocks.people.privacy import kept
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from tests.fakes import FakeDirectory


async def test_eighteen_months_unless_an_admin_says_otherwise(services: Services, directory: FakeDirectory) -> None:
    admin, other = directory.add("U1", is_admin=True), directory.add("U2")
    assert await services.retention.set_typed(other, "") == 18
    assert await services.retention.set_typed(admin, "12 months") == 12
    assert await services.retention.set_typed(other, "") == 12
    assert await services.retention.set_typed(admin, "0") == 0


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("12 months", 12),
        ("2 years", 24),
        ("two years", 24),
        ("1 year", 12),
        ("a year", 12),
        ("half a year", 6),
        ("for 18 months", 18),
        ("2 Jahre", 24),
        ("forever", 0),
    ],
)
async def test_years_are_not_read_as_months(
    services: Services, directory: FakeDirectory, text: str, months: int
) -> None:
    admin = directory.add("U1", is_admin=True)
    assert await services.retention.set_typed(admin, text) == months


@pytest.mark.parametrize("text", ["12 weeks", "90 days", "12 or 18", "1.3 years", "20 years", "12-18", "-3", "2y"])
async def test_any_other_length_is_asked_about(services: Services, directory: FakeDirectory, text: str) -> None:
    admin = directory.add("U1", is_admin=True)
    with pytest.raises(Problem, match="unreadable"):
        await services.retention.set_typed(admin, text)


@pytest.mark.parametrize(
    ("user_id", "text", "key"),
    [("U2", "6", "admins_only"), ("U1", "soon", "unreadable"), ("U1", "121", "unreadable"), ("U3", "6", "guest")],
)
async def test_others_and_nonsense_are_refused(
    services: Services, directory: FakeDirectory, user_id: str, text: str, key: str
) -> None:
    directory.add("U1", is_admin=True)
    directory.add("U2")
    directory.add("U3", is_guest=True)
    with pytest.raises(Problem, match=key):
        await services.retention.set_typed(type(directory.add("U2"))("T1", user_id), text)


async def test_ten_years_are_the_longest_and_what_is_no_number_is_said_back(
    services: Services, directory: FakeDirectory
) -> None:
    admin = directory.add("U1", is_admin=True)
    assert await services.retention.set_typed(admin, "120") == 120
    for typed in ("²", "x" * 60):
        with pytest.raises(Problem, match="unreadable") as problem:
            await services.retention.set_typed(admin, f" {typed} ")
        assert problem.value.facts == {"given": typed[:50], "most": 120}


@pytest.mark.parametrize(
    ("months", "said"), [(0, "until somebody"), (1, "here for one month"), (12, "here for 12 months")]
)
def test_how_long_is_said_in_words(library: Library, months: int, said: str) -> None:
    assert said in kept(library, months, 90)


@pytest.mark.parametrize(("days", "said"), [(0, "until whoever runs"), (1, "1 day after"), (90, "90 days after")])
def test_how_long_after_somebody_left_is_said_beside_it(library: Library, days: int, said: str) -> None:
    assert said in kept(library, 18, days)


@pytest.mark.parametrize(
    ("today", "typed", "asks"),
    [
        ("18", "12", 12),
        ("18", "1", 1),
        ("18", "18", 0),
        ("18", "2 years", 0),
        ("18", "0", 0),
        ("0", "120", 120),
        ("18", "lots", 0),
        ("18", "121", 0),
        ("18", "", 0),
    ],
)
async def test_it_is_asked_before_texts_are_erased(
    services: Services, directory: FakeDirectory, today: str, typed: str, asks: int
) -> None:
    admin = directory.add("U1", is_admin=True)
    await services.retention.set_typed(admin, today)
    assert await services.retention.to_confirm(admin, typed) == asks
    assert await services.retention.set_typed(admin, "") == int(today)


async def test_nobody_is_asked_who_may_not_decide(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await services.retention.to_confirm(directory.add("U2"), "1")
