"""A test case's name says what is in it."""

from datetime import UTC, date, datetime, time
from enum import Enum

import pytest

from bot.domain.people.people import Person, PersonStatus
from tests.ids import LONGEST, pytest_make_parametrize_id


class Colour(Enum):
    RED = 1


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param(date(2026, 10, 19), "2026-10-19", id="date"),
        pytest.param(datetime(2026, 10, 19, 6, 30, tzinfo=UTC), "2026-10-19 06:30", id="moment"),
        pytest.param(time(8, 30), "08:30", id="time"),
        pytest.param({"a": Colour.RED}, "a=red", id="mapping"),
        pytest.param(frozenset({"b", "a"}), "a, b", id="set"),
        pytest.param([], "empty", id="nothing"),
        pytest.param(
            Person("T1", "U1", status=PersonStatus.ACTIVE, is_leader=True),
            "Person(T1, U1, active, is_leader)",
            id="person",
        ),
        pytest.param(["x" * 100], f"{'x' * (LONGEST - 3)}...", id="long"),
        pytest.param([object()], None, id="address"),
        pytest.param(len, None, id="function"),
        pytest.param("text", None, id="text"),
    ],
)
def test_a_value_is_named_by_what_it_holds(pytestconfig: pytest.Config, value: object, name: str | None) -> None:
    assert pytest_make_parametrize_id(pytestconfig, value, "value") == name
