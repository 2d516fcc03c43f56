"""Work beside sending: one thing that fails does not hold up the others."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.services.background import AT_ONCE, Background, Claimed, each_due


async def test_an_item_that_fails_is_logged_and_the_others_are_done() -> None:
    waiting = [(f"T{number}", str(number)) for number in range(AT_ONCE + 1)]
    done: set[str] = set()

    async def claim(limit: int) -> Sequence[Claimed]:
        claimed, waiting[:] = waiting[:limit], waiting[limit:]
        return claimed

    async def work(_workspace_id: str, key: str) -> None:
        if key == "0":
            raise ValueError(key)
        done.add(key)

    with capture_logs() as lines:
        assert await each_due(claim, work, "work_failed") == AT_ONCE + 1
    assert len(done) == AT_ONCE, "the next claim, too, although one of the first failed"
    assert [(line["event"], line["workspace"]) for line in lines] == [("work_failed", "T0")]


async def test_what_goes_on_failing_is_tried_and_logged_ever_more_rarely_until_it_works_again() -> None:
    now, tried_at, is_away = datetime(2026, 10, 19, 8, 0, tzinfo=UTC), list[int](), True

    async def work() -> None:
        tried_at.append(second)
        if is_away:
            raise ConnectionError

    background = Background(lambda: now + timedelta(seconds=second), work, timedelta(seconds=2), "work_failed")
    with capture_logs() as lines:
        for second in range(180):
            is_away = second < 150
            background.tick()
            await asyncio.sleep(0)

    assert tried_at[:8] == [0, 2, 6, 14, 30, 60, 90, 120]
    assert [line["event"] for line in lines] == ["work_failed"] * 8
    assert tried_at[8:] == [150, *range(151, 180, 2)], "once it works, it is as often as before"
