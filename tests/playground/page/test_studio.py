"""When the studio's listeners are told of changes."""

import asyncio

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
