"""A wall clock that jumps: what we believe, and a heart that keeps beating."""

import asyncio
from datetime import UTC, datetime, timedelta

import apscheduler.schedulers.base
import pytest

from bot import heartbeat as heart
from bot.clock import SECONDS_TO_BELIEVE, JumpGuard
from bot.heartbeat import Heartbeat

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR, MINUTE, SECOND = timedelta(days=365), timedelta(minutes=1), timedelta(seconds=1)


def believed(*beats: tuple[datetime, float]) -> list[bool]:
    guard = JumpGuard()
    return [guard.believes(*beat) for beat in beats]


@pytest.mark.parametrize(
    ("beats", "expected"),
    [
        ([(NOON, 0.0), (NOON + SECOND, 1.0)], [True, True]),
        ([(NOON, 0.0), (NOON + YEAR, 1.0), (NOON + 2 * SECOND, 2.0)], [True, False, True]),
        ([(NOON, 0.0), (NOON + timedelta(hours=8), 8 * 3600.0)], [True, True]),
        ([(NOON, 0.0), (NOON + timedelta(minutes=59), 1.0)], [True, True]),
        ([(NOON, 0.0), (NOON - YEAR, 1.0), (NOON - YEAR + SECOND, 2.0)], [True, True, True]),
        ([(NOON, 0.0), (NOON - timedelta(hours=2), 1.0), (NOON + 2 * SECOND, 2.0)], [True, True, False]),
        (
            [(NOON, 0.0), (NOON + YEAR, 1.0), (NOON + YEAR, 1.0 + SECONDS_TO_BELIEVE), (NOON + YEAR, 302.0)],
            [True, False, True, True],
        ),
        (
            [(NOON, 0.0), (NOON + YEAR, 1.0), (NOON + MINUTE, 60.0), (NOON + YEAR, 1.0 + SECONDS_TO_BELIEVE)],
            [True, False, True, False],
        ),
    ],
    ids=[
        "as always", "a year ahead for one beat", "the machine slept", "put right by an hour", "a year back",
        "back and ahead again", "a year ahead that lasts", "a year ahead twice",
    ],
)  # fmt: skip
def test_what_a_guard_believes(beats: list[tuple[datetime, float]], expected: list[bool]) -> None:
    assert believed(*beats) == expected


class Wall(datetime):
    """APScheduler's wall clock and ours, off by `wrong`."""

    wrong = timedelta()

    @classmethod
    def now(cls, _tz: object = None) -> datetime:  # type: ignore[override]  # always asked with UTC
        return datetime.now(UTC) + cls.wrong  # noqa: TID251 - a test of the reader of the wall clock


@pytest.mark.parametrize("jump", [timedelta(hours=-2), -YEAR, YEAR], ids=["two hours back", "a year back", "a year on"])
async def test_the_heart_beats_on_whatever_the_wall_clock_does(
    jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Wall, "wrong", timedelta())
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Wall)
    monkeypatch.setattr(heart, "wall_clock", lambda: Wall.now(UTC))
    beats, enough = [0], asyncio.Event()

    async def beat() -> None:
        beats[0] += 1
        if beats[0] == 2:
            Wall.wrong = jump
        if beats[0] == 5:
            Wall.wrong = timedelta()
        if beats[0] == 8:
            enough.set()

    heartbeat = Heartbeat(beat, 0.01)
    heartbeat.start()
    await asyncio.wait_for(enough.wait(), 20)
    await heartbeat.stop()
