"""The fence: the last look at whether a post may leave, taken when its first byte would be written.

A post waits on the way out: for the workspace's token, for a free connection, for that connection to be made, for the
task that writes. Whoever may post when it sets out may not be allowed to any more when it gets there, so the question
is put where nothing is waited for between the answer and the write.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import aiohttp

MayLeave = Callable[[], bool]


class Fence:
    """Stands around one request. `held_back` says for certain that nothing of it left."""

    def __init__(self, may_leave: MayLeave) -> None:
        self.held_back = False
        self._may_leave = may_leave

    def look(self) -> None:
        """Let the request pass. Raises FencedOutError where it may not leave any more."""
        if not self._may_leave():
            self.held_back = True
            raise FencedOutError

    def __enter__(self) -> "Fence":
        self._token = _around.set(self)
        return self

    def __exit__(self, *_error: object) -> None:
        _around.reset(self._token)


class FencedOutError(Exception):
    """A request was stopped before its first byte."""


_around: ContextVar[Fence | None] = ContextVar("fence", default=None)


def fenced_session(timeout: aiohttp.ClientTimeout, **options: Any) -> aiohttp.ClientSession:
    """A session that heeds the fence around a request; `options` are those of `aiohttp.ClientSession`.

    aiohttp asks `on_request_chunk_sent` before it writes a piece of the body, and keeps the head until then
    (`StreamWriter.write`, `_send_headers_with_payload`): `tests/slack/test_fence.py` would see that change.
    """
    tracing = aiohttp.TraceConfig()
    tracing.on_request_chunk_sent.append(_look)
    return aiohttp.ClientSession(timeout=timeout, trace_configs=[tracing], **options)


async def _look(*_given: object) -> None:
    fence = _around.get()
    if fence is not None:
        fence.look()
