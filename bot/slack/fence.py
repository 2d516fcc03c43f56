"""The fence: a last check whether a post may leave, made when its first byte is about to be written.

A post waits on the way out: for the workspace's token, for a free connection, for that connection to be made, for the
task that writes. What was allowed when it set out may be forbidden by the time it gets there, so the check is made
where nothing can wait between the answer and the write.
"""

from collections.abc import Callable

import aiohttp
from aiohttp.abc import AbstractStreamWriter

MayLeave = Callable[[], bool]


class Fence:
    """Around one message. `held_back` is True only where certainly nothing of its last request left."""

    def __init__(self, may_leave: MayLeave) -> None:
        self.held_back = False
        self._may_leave = may_leave

    def look(self) -> None:
        """Let the request pass. Raises FencedOutError where it may not leave any more."""
        if not self._may_leave():
            self.held_back = True
            raise FencedOutError


class FencedOutError(Exception):
    """A request was stopped before its first byte."""


class FencedBody(aiohttp.BytesPayload):
    """The JSON of a request, which asks the fence before each time that it is written.

    aiohttp keeps the head of a request until it has the first bytes of the body (`StreamWriter.write`,
    `_send_headers_with_payload`), and writes both in one; `tests/slack/test_fence.py` fails if that changes.
    """

    def __init__(self, body: bytes, fence: Fence) -> None:
        super().__init__(body, content_type="application/json; charset=utf-8")
        self._fence = fence

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Write it, as aiohttp does, where it may leave."""
        self._fence.look()
        await super().write_with_length(writer, content_length)
