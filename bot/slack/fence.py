"""The fence: a last check whether a post may leave, made when its first byte is about to be written.

A post waits on the way out: for the workspace's token, for a free connection, for that connection to be made, for the
task that writes. What was allowed when it set out may be forbidden by the time it gets there, so the check is made
where nothing can wait between the answer and the write.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import aiohttp

MayLeave = Callable[[], bool]


class Fence:
    """Wraps one request. `held_back` is True only where certainly nothing of it left."""

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


def fenced_session(timeout: aiohttp.ClientTimeout, *also: aiohttp.TraceConfig, **options: Any) -> aiohttp.ClientSession:
    """A session that asks the fence around each request, after what is `also` told of each; `options` are those of
    `aiohttp.ClientSession`.

    aiohttp asks `on_request_chunk_sent` before it writes a piece of the body, and keeps the head until then
    (`StreamWriter.write`, `_send_headers_with_payload`); `tests/slack/test_fence.py` fails if that changes.
    """
    tracing = aiohttp.TraceConfig()
    tracing.on_request_chunk_sent.append(_look)
    return aiohttp.ClientSession(timeout=timeout, trace_configs=[*also, tracing], **options)


async def _look(*_given: object) -> None:
    fence = _around.get()
    if fence is not None:
        fence.look()
