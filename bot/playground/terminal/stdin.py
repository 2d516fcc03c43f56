"""Reads lines from standard input without a thread, so that Ctrl-C ends everything at once."""

import asyncio
import os
import sys


class Lines:
    """Reads a terminal, a pipe or a file."""

    def __init__(self, number: int | None = None) -> None:
        """`number` is a file descriptor; standard input where None."""
        self._number = sys.stdin.fileno() if number is None else number
        self._buffer = b""
        self._ended = False

    async def next(self) -> str | None:
        """The next line without its end; None where there is no more."""
        while b"\n" not in self._buffer and not self._ended:
            await self._readable()
            piece = os.read(self._number, 65536)
            self._ended = not piece
            self._buffer += piece
        if not self._buffer:
            return None
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    async def _readable(self) -> None:
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        try:
            loop.add_reader(self._number, ready.set)
        except PermissionError:  # a file, which never makes anybody wait
            return
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self._number)
