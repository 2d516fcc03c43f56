"""What waits for somebody's working hours, or for the end of Do Not Disturb, and how long."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.blocks.block_kit import Message
from bot.delivery.quiet import DO_NOT_DISTURB, HOURS, Hold, due_since, hold_of
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, PersonStatus
from bot.domain.time.hours import Hours
from bot.domain.time.localtime import local_date
from bot.domain.time.schedule import Pause
from bot.nudges import (
    BY_KEY,
    CHECKIN,
    COMMITMENT_FOLLOW_UP,
    PROMPT_CHANNEL,
    PROMPT_LATER,
    PROMPT_PERSON,
    QUARTERLY_LETTER,
    RIDEALONG_BRIEF,
    TEAM_INVITATION,
    WELCOME,
)
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library

PERSON = Person("T1", "U1", profile_zone="Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """The UTC instant of a wall-clock time in Berlin in late November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


def held(
    nudge: str | Nudge[object],
    now: datetime,
    *,
    due_at: datetime | None = None,
    quiet: tuple[datetime, datetime] | None = None,
    person: Person = PERSON,
) -> Hold | None:
    due_at = due_at or now
    kind = BY_KEY[nudge] if isinstance(nudge, str) else nudge
    delivery = Delivery.of_slot("T1", "U1", kind.key, "", local_date(due_at, person.zone), due_at)
    return hold_of(Facts(delivery, now, person, quiet=quiet), kind)


def words(_facts: Facts[object], _library: Library) -> Message | Skip:
    return Message("hello", ())


@pytest.mark.parametrize(
    ("nudge", "now", "hold"),
    [
        pytest.param(TEAM_INVITATION, at(24, 12), None, id="within the hours"),
        pytest.param(TEAM_INVITATION, at(24, 22), Hold(HOURS, at(25, 8)), id="at night"),
        pytest.param(TEAM_INVITATION, at(28, 12), Hold(HOURS, at(30, 8)), id="on a Saturday"),
        pytest.param(COMMITMENT_FOLLOW_UP, at(27, 19), Hold(HOURS, at(30, 8)), id="on a Friday evening"),
        pytest.param(WELCOME, at(28, 23), None, id="who opens the Home tab is welcomed at once"),
        pytest.param(PROMPT_LATER, at(24, 19), None, id="they chose its time"),
        pytest.param(RIDEALONG_BRIEF, at(24, 6, 30), None, id="their call is early"),
        pytest.param(CHECKIN, at(27, 18, 30), Hold(HOURS), id="its day is over"),
    ],
)
def test_what_comes_unasked_waits_for_working_hours(nudge: str, now: datetime, hold: Hold | None) -> None:
    assert held(nudge, now) == hold


@pytest.mark.parametrize(
    ("until", "hold"),
    [
        pytest.param(at(24, 9), Hold(DO_NOT_DISTURB, at(24, 9)), id="soon over"),
        pytest.param(at(24, 10, 30), Hold(DO_NOT_DISTURB, at(24, 10, 30)), id="as late as a prompt makes sense"),
        pytest.param(at(24, 10, 31), Hold(DO_NOT_DISTURB), id="too long"),
        pytest.param(at(26, 9), Hold(DO_NOT_DISTURB), id="for days"),
        pytest.param(at(24, 8, 30), None, id="over"),
    ],
)
def test_a_prompt_waits_for_the_end_of_do_not_disturb_while_it_makes_sense(until: datetime, hold: Hold | None) -> None:
    assert held(PROMPT_PERSON, at(24, 8, 30), quiet=(at(24, 7), until)) == hold


@pytest.mark.parametrize(
    ("quiet", "hold"),
    [
        pytest.param((at(24, 22), at(25, 8)), None, id="begins later"),
        pytest.param((at(24, 8, 30), at(24, 9)), Hold(DO_NOT_DISTURB, at(24, 9)), id="begins now"),
    ],
)
def test_it_is_held_from_the_beginning_of_do_not_disturb_on(
    quiet: tuple[datetime, datetime], hold: Hold | None
) -> None:
    assert held(PROMPT_PERSON, at(24, 8, 30), quiet=quiet) == hold


def test_a_channel_has_no_hours() -> None:
    delivery = Delivery.of_slot("T1", "C1", PROMPT_CHANNEL, "", date(2026, 11, 24), at(24, 22))
    assert hold_of(Facts(delivery, at(24, 22)), BY_KEY[PROMPT_CHANNEL]) is None


@pytest.mark.parametrize(
    ("nudge", "since"),
    [
        pytest.param(PROMPT_PERSON, at(24, 8, 30), id="about a day: since it was due at first"),
        pytest.param(COMMITMENT_FOLLOW_UP, at(24, 10), id="else: since it was due again"),
    ],
)
def test_from_when_its_grace_counts(nudge: str, since: datetime) -> None:
    day = date(2026, 11, 24)
    delivery = Delivery.of_slot("T1", "U1", nudge, "", day, at(24, 10), waited_since=at(24, 8, 30))
    assert due_since(delivery, BY_KEY[nudge]) == since


@pytest.mark.parametrize(
    ("call", "pauses", "hold"),
    [
        pytest.param(at(25, 7, 59), (), None, id="before the hours begin"),
        pytest.param(at(25, 8, 1), (), Hold(HOURS, at(25, 8)), id="after they have begun"),
        pytest.param(at(30, 9), (Pause(date(2026, 11, 25)),), None, id="they never begin"),
    ],
)
def test_what_is_of_no_use_after_a_call_waits_for_the_hours_before_it_alone(
    call: datetime, pauses: tuple[Pause, ...], hold: Hold | None
) -> None:
    nudge: Nudge[object] = Nudge("news", words, None, ignores_hours=lambda _facts, until: call < until)
    assert held(nudge, at(24, 22), person=replace(PERSON, pauses=pauses)) == hold


def test_what_is_about_a_day_never_waits_for_another_day() -> None:
    nudge: Nudge[object] = Nudge("of a day", words, timedelta(days=2), rhythm=lambda _person, _ignored: None)
    assert held(nudge, at(24, 22)) == Hold(HOURS)


def test_its_time_to_wait_counts_from_when_it_was_due_at_first() -> None:
    now, quiet = at(24, 10), (at(24, 7), at(24, 11))
    delivery = Delivery.of_slot("T1", "U1", PROMPT_PERSON, "", date(2026, 11, 24), now, waited_since=at(24, 8, 30))
    assert hold_of(Facts(delivery, now, PERSON, quiet=quiet), BY_KEY[PROMPT_PERSON]) == Hold(DO_NOT_DISTURB)


def test_do_not_disturb_into_the_night_ends_with_the_next_hours() -> None:
    assert held(TEAM_INVITATION, at(24, 17), quiet=(at(24, 16), at(24, 20))) == Hold(DO_NOT_DISTURB, at(25, 8))
    assert held(TEAM_INVITATION, at(24, 20), quiet=(at(24, 22), at(25, 9))) == Hold(HOURS, at(25, 9))


def test_what_the_budget_counts_has_a_delivery_of_its_own_on_another_day() -> None:
    hold = held(QUARTERLY_LETTER, at(24, 8, 30), quiet=(at(24, 7), at(25, 7)))
    assert hold is not None
    assert hold.then is not None
    assert (hold.then.on, hold.then.due_at, hold.then.moved_from) == (date(2026, 11, 25), at(25, 8), date(2026, 11, 24))


def test_what_the_budget_counts_waits_in_its_place_on_its_own_day() -> None:
    hold = held(QUARTERLY_LETTER, at(24, 8, 30), quiet=(at(24, 7), at(24, 9)))
    assert hold == Hold(DO_NOT_DISTURB, at(24, 9))


def test_what_waited_its_turn_leaves_a_little_after_the_hours() -> None:
    assert held(TEAM_INVITATION, at(24, 18, 15), due_at=at(24, 18)) is None
    assert held(TEAM_INVITATION, at(24, 18, 16), due_at=at(24, 18)) == Hold(HOURS, at(25, 8))
    quiet_until_then = (at(24, 16), at(24, 18, 10))
    assert held(TEAM_INVITATION, at(24, 18, 10), due_at=at(24, 18), quiet=quiet_until_then) is None


def test_nothing_waits_for_ever() -> None:
    away = replace(PERSON, pauses=(Pause(date(2026, 11, 25)),))
    for quiet in (None, (at(24, 20), at(25, 7))):
        never = Hold(f"{HOURS}, no working day ahead")
        assert held(TEAM_INVITATION, at(24, 22), person=away, quiet=quiet) == never
    assert held(RIDEALONG_BRIEF, at(24, 22), person=away) is None


def test_a_traveller_is_judged_by_where_they_are() -> None:
    traveller = replace(PERSON, own_zone="America/New_York", hours=Hours(time(9), time(17)))
    assert held(TEAM_INVITATION, at(24, 12), person=traveller) == Hold(HOURS, at(24, 12) + timedelta(hours=3))
