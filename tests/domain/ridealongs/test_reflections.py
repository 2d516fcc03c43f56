"""Who can read which reflection: neither, until both have answered or a day has passed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ridealongs.plan_check import LONGEST, SHORTEST
from bot.domain.ridealongs.ridealongs import (
    Reflection,
    RideAlong,
    TakeOver,
    is_settled,
    may_read,
    revealed,
    settled_before,
    undermines,
)

MARIA, TOM, ANA = "ULEADER", "UREP", "UADMIN"
START = datetime(2026, 3, 24, 9, tzinfo=UTC)
RIDE = RideAlong("R1", "T1", MARIA, TOM, "Acme", starts_at=START, length=timedelta(hours=1), planned_by=MARIA)
SOON, NEXT_DAY = RIDE.ends_at + timedelta(minutes=5), RIDE.ends_at + timedelta(days=1)


def by(author: str, *, shared: bool = True, takeover: TakeOver | None = None) -> Reflection:
    return Reflection("R1", author, RIDE.ends_at, {"well": "I let the pause stand"}, takeover, shared=shared)


@pytest.mark.parametrize(
    ("viewer", "shared", "both", "now"),
    list(product([MARIA, TOM, ANA], [True, False], [True, False], [SOON, NEXT_DAY])),
)
def test_every_case_of_reading_the_leaders_reflection(viewer: str, shared: bool, both: bool, now: datetime) -> None:
    others = [by(TOM, shared=False)] if both else []
    expected = viewer == MARIA or (viewer == TOM and shared and (both or now == NEXT_DAY))
    assert may_read(viewer, by(MARIA, shared=shared), others, now, ride=RIDE) is expected


def test_the_leader_waits_for_the_salespersons_words_just_as_long() -> None:
    toms = by(TOM)
    assert not may_read(MARIA, toms, [toms], SOON, ride=RIDE)
    assert may_read(MARIA, toms, [toms, by(MARIA, shared=False)], SOON, ride=RIDE)
    assert not may_read(MARIA, toms, [], NEXT_DAY - timedelta(seconds=1), ride=RIDE)
    assert may_read(MARIA, toms, [], NEXT_DAY, ride=RIDE)


@pytest.mark.parametrize("days", [0, 1, 5])
def test_after_a_call_that_was_logged_the_day_begins_with_the_questions_about_it(days: int) -> None:
    ride = replace(RIDE, logged=True, logged_at=RIDE.ends_at + timedelta(days=days, minutes=1))
    opens, toms = RIDE.ends_at + timedelta(days=days + 1, minutes=1), by(TOM)
    assert not may_read(MARIA, toms, [toms], opens - timedelta(seconds=1), ride=ride)
    assert may_read(MARIA, toms, [toms], opens, ride=ride)
    assert may_read(MARIA, toms, [toms, by(MARIA, shared=False)], ride.ends_at, ride=ride)


def test_the_day_does_not_begin_before_the_call_has_ended() -> None:
    ride = replace(RIDE, logged=True, logged_at=RIDE.starts_at)
    assert ride.opens_at == RIDE.opens_at == NEXT_DAY


def test_a_reflection_on_another_ride_along_opens_nothing() -> None:
    elsewhere = replace(by(TOM), ridealong_id="R2")
    assert not may_read(MARIA, elsewhere, [], NEXT_DAY, ride=RIDE)
    assert not revealed(RIDE, [by(MARIA), elsewhere], SOON)


@pytest.mark.parametrize("takeover", TakeOver)
def test_only_a_take_over_that_nobody_asked_for_undermines(takeover: TakeOver) -> None:
    assert undermines(takeover) is (takeover is TakeOver.NOBODY_ASKED)


def tapped(author: str) -> Reflection:
    return Reflection("R1", author, RIDE.ends_at, {}, TakeOver.NONE)


@pytest.mark.parametrize("mine", [None, tapped(MARIA)], ids=["nothing yet", "the tap alone"])
def test_the_tap_alone_opens_nothing_before_the_day_is_over(mine: Reflection | None) -> None:
    known = [by(TOM), *([mine] if mine else [])]
    assert not may_read(MARIA, by(TOM), known, SOON, ride=RIDE)
    assert may_read(MARIA, by(TOM), known, NEXT_DAY, ride=RIDE)


STEPS = st.sampled_from(
    [(who, what) for who in (MARIA, TOM) for what in ("tap", "form", "share", "unshare", "nothing")]
)


@given(st.lists(st.tuples(STEPS, st.integers(0, 30)), max_size=10))
def test_in_any_order_of_taps_forms_edits_and_time_nobody_writes_with_the_others_words_before_them(
    acts: list[tuple[tuple[str, str], int]],
) -> None:
    """What one of the two can read was shared, and they had handed in before it opened, or a day had passed."""
    known: dict[str, Reflection] = {}
    handed_in: set[str] = set()
    now = RIDE.ends_at
    for (who, what), hours in acts:
        now += timedelta(hours=hours)
        before = known.get(who) or Reflection("R1", who, now, {})
        if what == "tap":
            known[who] = replace(before, takeover=TakeOver.NONE)
        elif what == "nothing":
            known[who] = before if before.is_handed_in else replace(before, answers={"well": ""})
        else:
            shared = {"share": True, "unshare": False}.get(what, before.shared)
            known[who] = replace(before, answers={"well": "I let the pause stand"}, shared=shared)
        handed_in |= {who} if what != "tap" else set()
        for viewer, other in ((MARIA, TOM), (TOM, MARIA)):
            if other in known and may_read(viewer, known[other], list(known.values()), now, ride=RIDE):
                assert known[other].shared
                assert {viewer, other} <= handed_in or now >= NEXT_DAY
            elif other in known and known[other].shared and viewer in handed_in:
                raise AssertionError("shared, and handed in by both, and not to be read")


@pytest.mark.parametrize("length", [SHORTEST, LONGEST], ids=["the shortest", "the longest"])
def test_what_began_early_enough_to_be_counted_without_a_look_is_settled_however_long_it_was(length: timedelta) -> None:
    ride = replace(RIDE, starts_at=settled_before(NEXT_DAY), length=length)
    assert is_settled(ride, NEXT_DAY)
