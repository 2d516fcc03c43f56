"""When the studio's listeners are told of changes, and how it lets time pass."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.playground.page.studio import Studio


def waits(studio: Studio) -> float:
    """The seconds until listeners are told."""
    assert studio._timer is not None
    return studio._timer.when() - asyncio.get_running_loop().time()


async def test_what_takes_long_is_told_seldom_and_its_end_soon() -> None:
    studio, may_end = Studio(), asyncio.Event()
    studio.begin("Playing a quarter", may_end.wait)  # type: ignore[arg-type]  # its result is not used
    meanwhile = waits(studio)
    may_end.set()
    await asyncio.gather(*studio._tasks)
    assert waits(studio) < 0.1 < meanwhile
    await studio.close()


class Stage:
    """A stage on which nothing happens while time passes."""

    now = datetime(2026, 10, 19, tzinfo=UTC)

    async def jump(self, to: datetime) -> None:
        self.now = to


async def test_to_stop_playing_and_go_on_within_a_second_does_not_double_its_speed() -> None:
    studio, stage = Studio(), Stage()
    played: Any = stage
    studio._stage = played
    for on in (True, False, True):
        studio.play(on=on)
        await asyncio.sleep(0)
    assert (len(studio._tasks), stage.now.hour) == (1, 1)
    await studio.close()


class BrokenStage(Stage):
    """A stage on which time cannot pass."""

    async def jump(self, _to: datetime) -> None:
        raise OSError("no space left")


async def test_playing_that_fails_stops_and_says_so_until_it_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.playground.page.studio.SECONDS_AN_HOUR", 0.0)
    studio = Studio()
    studio._stage = cast("Any", BrokenStage())
    version = studio.version
    studio.play(on=True)
    await asyncio.gather(*studio._tasks)
    assert (studio.playing, studio.failed) == (False, "That failed: no space left")
    assert studio.version > version + 1  # the open pages are told
    studio._stage = cast("Any", Stage())
    studio.play(on=True)
    assert (studio.playing, studio.failed) == (True, "")
    await studio.close()
