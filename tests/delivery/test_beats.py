"""The beats of a process: what they write, when they say that commits were lost, and why."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from typing import Any

import pytest

from bot.delivery.commit_loss import CommitsLostError
from bot.storage.outbox.pulse import Pulse
from tests.delivery.beats import SECOND, Process, Row, pulse
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

NEVER_SENT = "nothing was ever sent from this database"
OTHER_TIMELINE = "PostgreSQL is on another timeline"
OLDER = "the database is older than when we last saw it"


@pytest.mark.parametrize(
    ("row", "options", "why", "number"),
    [
        pytest.param(Row(is_empty=True), {}, [], 1, id="a new database"),
        pytest.param(Row(), {}, [NEVER_SENT], 1, id="no beat ever"),
        pytest.param(Row(), {"quick_restart": inf}, [], 1, id="no beat ever, and it is trusted"),
        pytest.param(Row(pulse(ago=30.0)), {}, [], 8, id="a quick restart"),
        pytest.param(Row(pulse(ago=31.0)), {}, ["nothing was sent for 31 seconds"], 8, id="a longer stop"),
        pytest.param(Row(replace(pulse(ago=9e8), number=0)), {}, ["it is a restored copy"], 1, id="a restored copy"),
        pytest.param(Row(pulse(ago=-31.0)), {}, ["nothing was sent for 31 seconds"], 8, id="a beat from ahead"),
        pytest.param(Row(pulse(ago=31.0)), {"quick_restart": 40.0}, [], 8, id="a quick restart, by the settings"),
        pytest.param(Row(pulse(ago=9e9)), {"quick_restart": inf}, [], 8, id="long ago, and it is trusted"),
        pytest.param(
            Row(pulse(ago=31.0), is_empty=True),
            {},
            ["nothing was sent for 31 seconds"],
            8,
            id="a beat, and nothing else",
        ),
        pytest.param(Row(pulse(on="1"), "1"), {}, [], 8, id="the same timeline"),
        pytest.param(Row(pulse(on="1"), "2"), {}, [OTHER_TIMELINE], 8, id="another timeline"),
    ],
)
async def test_the_first_beat(
    clock: MovableClock, row: Row, options: dict[str, Any], why: list[str], number: int
) -> None:
    on = row.on or ""
    assert await Process(row, clock, **options).beat() == (False, why)
    assert row.held == Pulse(number, NOON + SECOND, on, on, NOON if why else None)


async def test_what_is_to_be_asked_for_stays_so_until_there_is_more(clock: MovableClock) -> None:
    row = Row(pulse(ask_until=NOON - SECOND))
    process = Process(row, clock)
    await process.beat()
    assert row.held is not None
    assert row.held.ask_until == NOON - SECOND
    row.held = replace(row.held, number=0)
    await process.next_beat()
    assert row.held.ask_until == NOON


@pytest.mark.parametrize(
    ("becomes", "lost"),
    [
        pytest.param(lambda held: held, (False, []), id="as it was"),
        pytest.param(lambda held: replace(held, number=9), (False, []), id="another process beat"),
        pytest.param(lambda held: replace(held, number=7), (True, [OLDER]), id="an older one"),
        pytest.param(lambda held: replace(held, timeline="0"), (True, [OTHER_TIMELINE]), id="another timeline"),
        pytest.param(lambda _: None, (True, [NEVER_SENT]), id="none"),
    ],
)
@pytest.mark.parametrize("is_empty", [False, True], ids=["", "and nothing else is left"])
async def test_a_later_beat(clock: MovableClock, becomes: Any, lost: tuple[bool, list[str]], is_empty: bool) -> None:
    row = Row(pulse(on="1"), "1", is_empty=is_empty)
    process = Process(row, clock)
    assert await process.beat() == (False, [])
    clock.move(hours=1)  # what this process saw itself is still recent
    row.held = becomes(row.held)
    number = max(8, row.held.number if row.held else 0)
    assert await process.next_beat() == lost
    assert row.held is not None
    assert row.held.number == number + 1
    assert row.asked_for_timeline == 1
    assert process.commit_loss.has_timeline
    assert await process.next_beat() == (False, [])


async def test_it_beats_every_five_seconds_and_at_once_where_commits_are_lost(clock: MovableClock) -> None:
    row = Row(pulse())
    process = Process(row, clock)
    numbers = []
    for steady in (0.5, 5.4, 5.5):
        process.steady = steady
        assert await process.beat() == (False, [])
        numbers.append(row.held and row.held.number)
    assert numbers == [8, 8, 9]
    assert row.opened == 2  # it is read and written in one transaction, so that it overwrites nobody else's
    process.steady = 0.5
    with pytest.raises(CommitsLostError):
        process.commit_loss.due_to_ask(None)
    await process.beat()
    assert row.held is not None
    assert row.held.number == 10


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param(pulse(8, on="1"), None, id="nothing to ask for"),
        pytest.param(pulse(9, on="1", ask_until=NOON), NOON, id="another process beat, and asks"),
        pytest.param(
            pulse(8, on="1", ask_until=NOON - timedelta(days=15)), NOON - timedelta(days=15), id="for two weeks"
        ),
        pytest.param(pulse(8, on="1", ask_until=NOON - timedelta(days=15, seconds=1)), None, id="and no longer"),
    ],
)
async def test_until_when_what_is_due_is_asked_for(clock: MovableClock, now: Pulse, until: datetime | None) -> None:
    process = Process(Row(pulse(on="1"), "1"), clock)
    await process.beat()
    assert process.commit_loss.due_to_ask(now) == until


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(None, id="no row"),
        pytest.param(pulse(7, on="1"), id="an older one"),
        pytest.param(replace(pulse(8, on="1"), now_on="2"), id="on another timeline"),
        pytest.param(replace(pulse(8, on="1"), timeline="0"), id="written on another timeline"),
        pytest.param(pulse(8, on="2"), id="begun anew on another timeline"),
    ],
)
async def test_nothing_is_claimed_where_commits_are_lost(clock: MovableClock, now: Pulse | None) -> None:
    process = Process(Row(pulse(on="1"), "1"), clock)
    await process.beat()
    with pytest.raises(CommitsLostError):
        process.commit_loss.due_to_ask(now)


async def test_nothing_is_claimed_before_the_first_beat(clock: MovableClock) -> None:
    process = Process(Row(), clock)
    assert not process.commit_loss.has_timeline
    with pytest.raises(CommitsLostError):
        process.commit_loss.due_to_ask(pulse())


async def test_a_beat_that_could_not_be_committed_is_made_up_for_at_once(clock: MovableClock) -> None:
    row = Row(pulse())
    row.fails = [ConnectionError("the answer to the commit was lost")]
    process = Process(row, clock)
    with pytest.raises(ConnectionError):
        await process.beat()
    assert row.held == pulse()
    assert await process.beat() == (False, [])
    assert row.held == replace(pulse(), number=8, beat_at=NOON + SECOND)
