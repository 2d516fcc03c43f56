"""Long computations run outside the event loop, one at a time."""

import asyncio
import threading

import pytest

from bot.computing import compute


async def test_it_gives_what_the_work_gives_from_another_thread() -> None:
    assert await compute(lambda *given: (threading.current_thread() is threading.main_thread(), given), 1, 2) == (
        False,
        (1, 2),
    )


async def test_it_raises_what_the_work_raises_and_the_next_is_done() -> None:
    with pytest.raises(ZeroDivisionError):
        await compute(lambda: 1 / 0)
    assert await compute(lambda: "next") == "next"


async def test_a_second_begins_when_the_first_has_ended() -> None:
    goes_on, has_begun, begun = threading.Event(), threading.Event(), []

    def work(name: str) -> None:
        begun.append(name)
        has_begun.set()
        goes_on.wait()

    tasks = [asyncio.create_task(compute(work, name)) for name in ("first", "second")]
    await asyncio.to_thread(has_begun.wait)
    for _ in range(10):
        await asyncio.sleep(0)
    assert begun == ["first"]
    goes_on.set()
    await asyncio.gather(*tasks)
    assert begun == ["first", "second"]
