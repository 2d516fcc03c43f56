"""The fence: a last check whether a post may leave, made just before its first byte is written.

A post waits on the way out: for the workspace's token, for a free connection, for that connection to be made. A post
that was allowed when it set out may be forbidden by the time it gets there, so the check is made where nothing can wait
between the answer and the write.
"""

from collections.abc import Callable

MayLeave = Callable[[], bool]


class Fence:
    """Around one message."""

    def __init__(self, may_leave: MayLeave) -> None:
        self._may_leave = may_leave

    def look(self) -> None:
        """Let the request pass. Raises FencedOutError if it may no longer leave."""
        if not self._may_leave():
            raise FencedOutError


class FencedOutError(Exception):
    """A request was stopped before its first byte."""
