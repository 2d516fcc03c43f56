"""Has a calendar read by `read.py` in a process of its own, and ends it when it takes too long."""

import asyncio
import json
import sys
from collections.abc import AsyncIterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.calendar.fetch import Trouble, Unfetchable
from bot.domain.ridealongs.meetings import Meeting

SECONDS = 8.0
PROGRAM = Path(__file__).with_name("read.py")


async def read_meetings(
    pieces: AsyncIterable[bytes],
    words: Sequence[str],
    first: datetime,
    last: datetime,
    zone: str,
    *,
    seconds: float = SECONDS,
) -> list[Meeting]:
    """The meetings from `first` to `last` (aware) whose title carries one of `words`.

    `pieces` go to the other process as they come. Raises Unfetchable, and whatever `pieces` raise.
    """
    asked = {"words": list(words), "first": first.isoformat(), "last": last.isoformat(), "zone": zone}
    # -P: nothing is imported from beside it. Its environment is empty: it has no business with our keys.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(PROGRAM), env={},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await _feed(process, json.dumps(asked).encode() + b"\n", pieces)
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate()
    except TimeoutError:
        raise Unfetchable(Trouble.COSTLY) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Unfetchable(Trouble.UNREADABLE)
    return [Meeting(each[0], each[1], datetime.fromisoformat(each[2]), each[3]) for each in json.loads(answer)]


async def _feed(process: asyncio.subprocess.Process, question: bytes, pieces: AsyncIterable[bytes]) -> None:
    """Hand everything on, waiting where the other process is slower; a process that has ended takes no more."""
    into = process.stdin
    assert into is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        into.write(question)
        async for piece in pieces:
            into.write(piece)
            await into.drain()
        into.close()
        await into.wait_closed()
