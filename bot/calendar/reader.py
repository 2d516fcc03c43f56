"""Has a calendar read by `read.py` in a process of its own, and ends it when it takes too long."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.calendar.fetch import Trouble, Unfetchable
from bot.domain.ridealongs.meetings import Meeting

SECONDS = 8.0
PROGRAM = Path(__file__).with_name("read.py")


async def read_meetings(
    data: bytes, words: Sequence[str], first: datetime, last: datetime, zone: str, *, seconds: float = SECONDS
) -> list[Meeting]:
    """The meetings from `first` to `last` (aware) whose title carries one of `words`. Raises Unfetchable."""
    asked = {"words": list(words), "first": first.isoformat(), "last": last.isoformat(), "zone": zone}
    # -P: nothing is imported from beside it. Its environment is empty: it has no business with our keys.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(PROGRAM), env={},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate(json.dumps(asked).encode() + b"\n" + data)
    except TimeoutError:
        raise Unfetchable(Trouble.UNREADABLE) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Unfetchable(Trouble.UNREADABLE)
    return [Meeting(each[0], each[1], datetime.fromisoformat(each[2]), each[3]) for each in json.loads(answer)]
