"""A ride-along from plan to follow-up: who may move it, and when each thing is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ridealongs.ridealongs import (
    RideAlong,
    RideAlongState,
    brief_at,
    cancel,
    change,
    confirm,
    finish,
    reflection_at,
)
from bot.domain.ridealongs.terms import CallType, Contract, Terms
from bot.errors import Problem

MARIA, TOM, ANA = "ULEADER", "UREP", "UADMIN"
START = datetime(2026, 3, 24, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
RIDE = RideAlong("R1", "T1", MARIA, TOM, "Acme", starts_at=START, length=HOUR, planned_by=MARIA)
CONFIRMED = replace(RIDE, state=RideAlongState.CONFIRMED, confirmed_by=frozenset({MARIA, TOM}))
TERMS = Terms("Acme", START, HOUR, Contract())  # the current terms
Move = Callable[[RideAlong, str], RideAlong]


def rename(ride: RideAlong, by: str) -> RideAlong:
    return change(ride, by, replace(TERMS, customer="Acme Ltd"))


def test_both_have_to_say_yes_and_twice_is_once() -> None:
    once = confirm(confirm(RIDE, MARIA), MARIA)
    assert (once.state, once.confirmed_by) == (RideAlongState.PLANNED, frozenset({MARIA}))
    both = confirm(once, TOM)
    assert (both.state, both.confirmed_by) == (RideAlongState.CONFIRMED, frozenset({MARIA, TOM}))
    assert confirm(both, TOM) == both


@pytest.mark.parametrize(
    "changed",
    [
        change(CONFIRMED, TOM, replace(TERMS, contract=Contract(call_type=CallType.MODEL))),
        change(CONFIRMED, TOM, replace(TERMS, starts_at=START + HOUR)),
        change(CONFIRMED, TOM, replace(TERMS, length=2 * HOUR)),
    ],
)
def test_a_new_contract_or_time_asks_the_other_again(changed: RideAlong) -> None:
    assert (changed.state, changed.confirmed_by) == (RideAlongState.PLANNED, frozenset({TOM}))
    assert confirm(changed, MARIA).state is RideAlongState.CONFIRMED


def test_a_change_is_no_yes_of_its_own() -> None:
    assert change(confirm(RIDE, MARIA), TOM, replace(TERMS, length=2 * HOUR)).confirmed_by == frozenset()


def test_a_name_put_right_or_nothing_changed_leaves_both_yeses() -> None:
    assert rename(CONFIRMED, TOM) == replace(CONFIRMED, customer="Acme Ltd")
    assert change(CONFIRMED, TOM, TERMS) == CONFIRMED


@pytest.mark.parametrize("ride", [RIDE, CONFIRMED])
def test_either_may_cancel_and_it_may_end_confirmed_or_not(ride: RideAlong) -> None:
    assert cancel(ride, TOM).state is RideAlongState.CANCELLED
    over = finish(ride)
    assert over.state is RideAlongState.OVER
    assert finish(over) == over


@pytest.mark.parametrize("move", [confirm, cancel, rename])
@pytest.mark.parametrize(
    ("state", "by", "key"),
    [
        (RideAlongState.PLANNED, ANA, "ridealong.not_yours"),
        (RideAlongState.OVER, ANA, "ridealong.not_yours"),
        (RideAlongState.OVER, MARIA, "ridealong.already_over"),
        (RideAlongState.CANCELLED, TOM, "ridealong.cancelled"),
    ],
)
def test_a_move_that_is_not_theirs_or_too_late_is_a_problem(
    move: Move, state: RideAlongState, by: str, key: str
) -> None:
    with pytest.raises(Problem, match=key):
        move(replace(RIDE, state=state), by)


def test_what_was_cancelled_does_not_end() -> None:
    with pytest.raises(Problem, match=r"ridealong\.cancelled"):
        finish(cancel(RIDE, MARIA))


def test_the_brief_and_the_reflection_have_their_time() -> None:
    assert brief_at(RIDE) == START - timedelta(minutes=30)
    assert reflection_at(RIDE) == START + HOUR


def test_each_has_an_other() -> None:
    assert (RIDE.other(MARIA), RIDE.other(TOM)) == (TOM, MARIA)
