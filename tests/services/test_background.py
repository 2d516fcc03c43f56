"""Work beside sending: one thing that fails does not hold up the others."""

from collections.abc import Sequence

from structlog.testing import capture_logs

from bot.services.background import AT_ONCE, Claimed, each_due


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
