"""After commits are lost, Slack is asked about what they sent before it is posted again, and nothing comes twice."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from structlog.testing import capture_logs

from bot.delivery.commit_loss import CommitLossDetector, CommitsLostError
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.outbox.pulse import Pulse
from bot.storage.tables import deliveries, engine_pulse
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, FakeSlack, all_of, daily, engine_over, pending, plan, put, statuses
from tests.fakes import MovableClock

pytestmark = pytest.mark.usefixtures("quick_looks")


async def _send(database: Database, slack: FakeSlack, library: Library, clock: MovableClock) -> None:
    """Do with a database what a process does: send everything due, and settle what is in doubt."""
    engine = engine_over(database, slack, library, clock)
    await engine.beat()
    await engine.settled()
    await engine.drain(10)


def _copy(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _posts(slack: FakeSlack) -> list[int]:
    return sorted(slack.arrived.values())


async def test_a_backup_of_an_hour_ago_sends_nothing_twice_and_what_came_since_once(
    sqlite_database: Database, library: Library, clock: MovableClock, tmp_path: Path
) -> None:
    slack = FakeSlack()
    await plan(sqlite_database, *(daily("T1", f"U{n}", nudge="all_day") for n in range(5)))
    await put(sqlite_database, *(pending(n, due_at=NOON) for n in range(5)))
    _copy(Path(str(sqlite_database.file)), tmp_path / "backup.sqlite3")
    await _send(sqlite_database, slack, library, clock)
    assert _posts(slack) == [1] * 10

    clock.move(hours=1)
    restored = Database(f"sqlite:///{tmp_path}/backup.sqlite3", Cipher([new_key()]))
    await put(restored, pending(99, due_at=NOON + timedelta(minutes=30)))
    await _send(restored, slack, library, clock)

    assert _posts(slack) == [1] * 11
    assert await statuses(restored) == {DeliveryStatus.SENT: 11}
    await restored.close()


@pytest.mark.parametrize("holds_a_plan", [False, True], ids=["new", "restored from before the first beat"])
async def test_a_new_database_has_nothing_to_ask_for_and_says_nothing(
    database: Database, clock: MovableClock, holds_a_plan: bool
) -> None:
    if holds_a_plan:
        async with database.transaction("T1") as transaction:
            await transaction.schedules.save(daily("T1", "U1"))
    commit_loss = CommitLossDetector(database, clock=clock, wall=clock, steady=lambda: 0.0)
    with capture_logs() as lines:
        assert not await commit_loss.beat()
    assert [line["event"] for line in lines] == ["commits_may_be_lost"] * holds_a_plan


async def test_a_quick_restart_asks_nothing(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    await put(database, pending(1))
    await _send(database, slack, library, clock)
    clock.move(seconds=20)
    await put(database, pending(2))
    await _send(database, slack, library, clock)
    assert _posts(slack) == [1, 1]
    assert not slack.asked


async def test_after_a_long_stop_what_was_due_is_asked_for_once_and_sent(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    await put(database, pending(1))
    clock.move(hours=1)
    await put(database, pending(2, due_at=clock.now + timedelta(seconds=5)))
    await _send(database, slack, library, clock)
    clock.move(seconds=5)
    await _send(database, slack, library, clock)
    assert slack.asked == {"UT1-1": 1}
    assert _posts(slack) == [1, 1]


async def test_what_is_due_in_the_moment_of_the_first_start_is_asked_for_never(
    database: Database, library: Library, clock: MovableClock
) -> None:
    """On a stopped clock, as in the demo, what a person causes is due at the very moment of the start."""
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    await engine.beat()
    await put(database, pending(1))
    await engine.beat()
    await engine.drain(10)
    assert _posts(slack) == [1]
    assert not slack.asked


async def _forget(database: Database, *, sent: Sequence[str], number: int | None = None, timeline: str = "") -> None:
    """Make the database lose its last commits: what was sent is pending again, and the beat is older."""
    async with database.connection() as connection:
        again = update(deliveries).where(deliveries.c.id.in_(sent))
        await connection.execute(again.values(status=DeliveryStatus.PENDING, owner=None, attempts=0))
        if number is not None:
            await connection.execute(update(engine_pulse).values(number=number))
        if timeline:
            await connection.execute(update(engine_pulse).values(timeline=timeline))


@pytest.mark.parametrize("sign", ["an older beat", "another timeline", "no beat"])
async def test_a_server_that_was_promoted_under_a_running_process_sends_nothing_twice(
    postgres_database: Database, library: Library, clock: MovableClock, sign: str
) -> None:
    slack = FakeSlack()
    engine = engine_over(postgres_database, slack, library, clock)
    await put(postgres_database, *(pending(n) for n in range(5)))
    await engine.beat()
    assert not slack.asked

    clock.move(seconds=1)
    timeline = "0000000A" if sign == "another timeline" else ""
    await _forget(
        postgres_database, sent=["T1-1", "T1-2"], number=0 if sign == "an older beat" else None, timeline=timeline
    )
    if sign == "no beat":
        async with postgres_database.connection() as connection:
            await connection.execute(delete(engine_pulse))
    await put(postgres_database, pending(9, due_at=NOON))
    engine.poke()
    while (await statuses(postgres_database)) != {DeliveryStatus.SENT: 6}:
        await engine.beat()
        await engine.settled()
    await engine.drain(10)

    assert _posts(slack) == [1] * 6
    assert slack.asked.keys() >= {"UT1-1", "UT1-2"}


async def test_a_claim_on_another_server_than_the_last_beat_is_none(clock: MovableClock, database: Database) -> None:
    commit_loss = CommitLossDetector(database, clock=clock, wall=clock, steady=lambda: 0.0)
    await put(database, pending(1))
    assert not await commit_loss.beat()
    async with database.look() as delivery_store:
        now = await delivery_store.pulse.read(with_timeline=commit_loss.has_timeline)
    assert now is not None
    assert commit_loss.due_to_ask(now) is None
    lost: tuple[Pulse | None, ...] = (None, replace(now, number=now.number - 1), replace(now, now_on="0000000B"))
    for pulse in lost:
        with pytest.raises(CommitsLostError):
            commit_loss.due_to_ask(pulse)


async def test_what_a_lost_commit_had_claimed_is_posted_no_more(database: Database, clock: MovableClock) -> None:
    """The next beat says so, and the engine gives up every hold that it had."""
    commit_loss = CommitLossDetector(database, clock=clock, wall=clock, steady=iter(range(0, 1000, 10)).__next__)
    await put(database, pending(1))
    assert not await commit_loss.beat()
    assert not await commit_loss.beat()
    await _forget(database, sent=[], number=0)
    assert await commit_loss.beat()
    assert not await commit_loss.beat()


@pytest.mark.parametrize("behind", [timedelta(hours=-1), timedelta(0)], ids=["its clock is behind", "it is right"])
async def test_whoever_notices_a_promotion_first_all_ask_until_the_latest_of_their_clocks(
    postgres_database: Database, clock: MovableClock, behind: timedelta
) -> None:
    seconds = iter(range(0, 1000, 10)).__next__

    def later() -> datetime:
        return clock() + behind

    first = CommitLossDetector(postgres_database, clock=later, wall=later, steady=seconds)
    second = CommitLossDetector(postgres_database, clock=clock, wall=clock, steady=seconds)
    await put(postgres_database, pending(1))
    assert [await one.beat() for one in (first, second)] == [False, False]

    await _forget(postgres_database, sent=[], timeline="0000000A")
    for one in (first, second):
        assert one._seen is not None
        one._seen = replace(one._seen, now_on="0000000A")  # up to where both have sent so far
    assert [await one.beat() for one in (first, second, first, second)] == [True, True, False, False]
    assert await _asked_until(postgres_database) == clock()


async def test_a_process_that_starts_with_a_clock_that_is_behind_asks_for_no_less(
    database: Database, clock: MovableClock
) -> None:
    await put(database, pending(1))
    clock.move(hours=1)
    assert not await CommitLossDetector(database, clock=clock, wall=clock, steady=lambda: 0.0).beat()
    behind = MovableClock()
    behind.now = clock() - timedelta(hours=2)
    assert not await CommitLossDetector(database, clock=behind, wall=behind, steady=lambda: 0.0).beat()
    assert await _asked_until(database) == clock()


async def _asked_until(database: Database) -> datetime | None:
    async with database.look() as delivery_store:
        beat = await delivery_store.pulse.read(with_timeline=False)
    return beat.ask_until if beat else None


async def test_sqlite_keeps_every_commit_when_the_power_is_cut(sqlite_database: Database) -> None:
    async with sqlite_database.connection() as connection:
        assert await connection.scalar(text("PRAGMA synchronous")) == 2


async def test_a_slot_planned_anew_is_the_same_delivery(
    database: Database, library: Library, clock: MovableClock
) -> None:
    await plan(database, daily("T1", "U1"))
    await _send(database, FakeSlack(), library, clock)
    (first,) = await all_of(database)
    async with database.connection() as connection:
        await connection.execute(delete(deliveries))
    await plan(database, daily("T1", "U1"))
    await _send(database, FakeSlack(), library, clock)
    assert list(await all_of(database)) == [first]
    assert first == Delivery.of_slot("T1", "U1", "hello", "", NOON.date(), NOON).id
    assert AT_ONCE.quick_restart == 30.0


async def test_a_process_that_freezes_in_a_transaction_does_not_keep_its_locks_for_long(
    postgres_database: Database,
) -> None:
    """`make crash` freezes one: without this, its rows could not be settled until it thaws."""
    async with postgres_database.connection() as connection:
        assert await connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == "20s"
