"""A ride-along as it was typed: every problem at once, each at its field."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.ridealongs.facts import Draft
from bot.domain.ridealongs.plan_check import check_plan
from bot.domain.ridealongs.terms import Contract, Terms
from bot.domain.time.localtime import WallTime
from bot.errors import Problem

NOW = datetime(2026, 3, 24, 9, tzinfo=UTC)
RIGHT = Terms("Acme", NOW + timedelta(days=1), timedelta(minutes=45), Contract())
WITH: dict[str, Any] = {"planned_by": "ULEADER", "other_id": "UREP", "now": NOW}


def check(**changed: Any) -> list[Problem]:
    """The problems of a correct plan after changing some of its terms, contract texts or circumstances."""
    terms = {key: changed.pop(key) for key in ("customer", "starts_at", "length") if key in changed}
    texts = {key: changed.pop(key) for key in ("signal", "skill") if key in changed}
    return check_plan(replace(RIGHT, **terms, contract=Contract(**texts)), **WITH | changed)


def problems(**changed: Any) -> list[tuple[str, str]]:
    return [(problem.key.removeprefix("ridealong."), problem.field) for problem in check(**changed)]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"starts_at": NOW},
        {"starts_at": NOW + timedelta(days=399)},
        {"starts_at": NOW, "logged": True},
        {"starts_at": NOW - timedelta(days=3), "logged": True},
        {"length": timedelta(minutes=5)},
        {"length": timedelta(hours=8)},
        {"customer": "x" * 150},
        {"signal": "x" * 300, "skill": "x" * 300},
    ],
)
def test_a_right_plan_has_no_problem(changed: dict[str, object]) -> None:
    assert problems(**changed) == []


@pytest.mark.parametrize(
    ("changed", "key", "field"),
    [
        ({"other_id": None}, "salesperson_missing", "salesperson"),
        ({"other_id": ""}, "salesperson_missing", "salesperson"),
        ({"other_id": "ULEADER"}, "salesperson_self", "salesperson"),
        ({"other_is_bot": True}, "salesperson_bot", "salesperson"),
        ({"customer": ""}, "customer_missing", "customer"),
        ({"customer": "x" * 151}, "customer_long", "customer"),
        ({"starts_at": None}, "when_missing", "when"),
        ({"starts_at": None, "logged": True}, "when_missing", "when"),
        ({"starts_at": NOW - timedelta(seconds=1)}, "when_past", "when"),
        ({"starts_at": NOW + timedelta(minutes=1), "logged": True}, "when_future", "when"),
        ({"starts_at": NOW + timedelta(days=401)}, "when_far", "when"),
        ({"length": timedelta(minutes=4)}, "minutes_range", "minutes"),
        ({"length": timedelta(minutes=481)}, "minutes_range", "minutes"),
        ({"signal": "x" * 301}, "signal_long", "signal"),
        ({"skill": "x" * 301}, "skill_long", "skill"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, object], key: str, field: str) -> None:
    assert problems(**changed) == [(key, field)]


def test_all_that_is_wrong_is_said_at_once_with_the_limits() -> None:
    everything: dict[str, Any] = {
        "other_id": None,
        "customer": "x" * 151,
        "starts_at": None,
        "length": timedelta(0),
        "skill": "x" * 999,
    }
    found = check(**everything)
    assert [problem.field for problem in found] == ["salesperson", "customer", "when", "minutes", "skill"]
    assert found[3].facts == {"least": 5, "most": 480}
    assert found[4].facts == {"most": 300, "length": 999}


def test_a_draft_is_taken_without_the_spaces_around_it_and_on_the_clock_of_its_writer() -> None:
    draft = Draft("UREP", " Acme \n", date(2026, 3, 25), time(15), 45)
    assert draft.terms("Europe/Berlin") == Terms(
        "Acme",
        datetime(2026, 3, 25, 14, tzinfo=UTC),
        timedelta(minutes=45),
        Contract(),
        WallTime(datetime.combine(date(2026, 3, 25), time(15)), "Europe/Berlin"),
    )
    assert Draft(customer=" \n").terms("Europe/Berlin") == Terms("", None, timedelta(0), Contract())
