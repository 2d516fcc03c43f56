"""A serving process rarely looks for garbage, once it has started."""

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from bot.cli.running import run_process
from bot.garbage import YOUNG, look_seldom

PYTHONS_OWN = (700, 10, 10)


@pytest.fixture(autouse=True)
def pythons_own() -> Iterator[None]:
    """Python's own thresholds, as in a process that has just started; the test run's own are restored."""
    before = gc.get_threshold()
    gc.set_threshold(*PYTHONS_OWN)
    yield
    gc.set_threshold(*before)


class Started:
    """A process that starts at once and is then told to stop."""

    failure: BaseException | None = None
    at_the_end: tuple[int, int, int]

    def __init__(self) -> None:
        self.on_failure = lambda: None

    async def start(self) -> None:
        asyncio.get_running_loop().call_soon(self.on_failure)

    async def stop(self) -> None:
        Started.at_the_end = gc.get_threshold()


async def test_a_process_that_has_started_looks_for_garbage_seldom() -> None:
    process: Any = Started()
    await run_process(process)
    assert Started.at_the_end == (YOUNG, *PYTHONS_OWN[1:])


def test_what_exists_by_then_is_never_looked_at() -> None:
    here = [[number] for number in range(100)]
    before = gc.get_freeze_count()
    look_seldom()
    assert gc.get_freeze_count() >= before + len(here)


def test_a_batch_of_messages_is_made_without_a_look_at_what_is_older() -> None:
    look_seldom()
    looks: list[int] = []

    def note(phase: str, details: dict[str, int]) -> None:
        if phase == "start":
            looks.append(details["generation"])

    gc.callbacks.append(note)
    try:
        batch = [[number] for number in range(YOUNG - 1000)]
    finally:
        gc.callbacks.remove(note)
    assert (len(batch), looks) == (YOUNG - 1000, [])
