"""Has pictures drawn outside the event loop, by one separate process that starts with the first picture.

That process knows only how to draw: it is not a copy of this one, which holds tokens and connections.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

from bot.domain.pictures import Picture, as_json
from bot.pictures.frames import LENGTH, framed


class Artist:
    """Draws one picture at a time."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def draw(self, picture: Picture) -> bytes:
        """The picture as a PNG. Raises EOFError where it killed the process; the next picture gets a new one.

        Cancelling it ends the process too, since half an answer would be taken for the next picture's.
        """
        async with self._turn:
            process = self._process or await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(framed(as_json(picture).encode()))
                await process.stdin.drain()
                length = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0]
                return await process.stdout.readexactly(length)
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        """End the process, and wait until it has ended."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        if process.returncode is None:
            process.kill()
        process.stdin.close()
        await process.wait()

    async def _started(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.pictures", stdin=PIPE, stdout=PIPE
        )
        return self._process
