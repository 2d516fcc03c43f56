"""Runs `bot.calendar.feed` on a feed in a separate process, and kills it if it takes too long."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.calendar.addresses import owner_in
from bot.calendar.fetch import Trouble, Unfetchable
from bot.domain.ridealongs.meetings import CalendarReading, Meeting

SECONDS = 30.0  # after the last piece; on a busy machine too, the limit of five seconds of CPU time is reached first
ROOT = Path(__file__).parents[2]
TOO_MUCH = {-signal.SIGXCPU, -signal.SIGKILL} if hasattr(signal, "SIGXCPU") else set[int]()


async def read_meetings(
    pieces: AsyncIterable[bytes],
    words: Sequence[str],
    first: datetime,
    last: datetime,
    zone: str,
    address: str = "",
    *,
    seconds: float = SECONDS,
) -> CalendarReading:
    """The meetings from `first` to `last` (aware UTC) whose title contains one of `words`.

    `pieces` go to the other process as they arrive. `address` may contain the owner's mail address. Raises Unfetchable,
    and whatever `pieces` raises.
    """
    asked = {"words": list(words), "first": first.isoformat(), "last": last.isoformat(), "zone": zone}
    process = await _started()
    try:
        await _feed(process, json.dumps(asked | {"owners": owner_in(address)}).encode() + b"\n", pieces)
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate()
    except TimeoutError:
        raise Unfetchable(Trouble.COSTLY) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode in TOO_MUCH:
        raise Unfetchable(Trouble.COSTLY)
    if process.returncode != 0:
        raise Unfetchable(Trouble.UNREADABLE)
    return _reading(json.loads(answer), first)


async def _started() -> asyncio.subprocess.Process:
    """Start the other process: it can import our package but nothing else in this folder, and gets none of our keys."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bot.calendar.feed", env={"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def _feed(process: asyncio.subprocess.Process, question: bytes, pieces: AsyncIterable[bytes]) -> None:
    """Pass every piece on, at the other process's pace, until it ends."""
    into = process.stdin
    assert into is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        into.write(question)
        async for piece in pieces:
            into.write(piece)
            await into.drain()
        into.close()
        await into.wait_closed()


def _reading(answer: dict[str, Any], first: datetime) -> CalendarReading:
    return CalendarReading(
        meetings=tuple(
            Meeting(identity, title, datetime.fromisoformat(begins), minutes)
            for identity, title, begins, minutes in answer["meetings"]
        ),
        first=first,
        reached=datetime.fromisoformat(answer["reached"]),
        is_whole=answer["is_whole"],
        seconds=answer["seconds"],
    )
