"""The fence: a last check whether a post may leave, made when its first byte is about to be written.

A post waits on the way out: for the workspace's token, for a free connection, for that connection to be made. What was
allowed when it set out may be forbidden by the time it gets there, so the check is made where nothing can wait between
the answer and the write.
"""

from collections.abc import Callable

MayLeave = Callable[[], bool]


class Fence:
    """Around one message."""

    def __init__(self, may_leave: MayLeave) -> None:
        self._may_leave = may_leave

    def look(self) -> None:
        """Let the request pass. Raises FencedOutError where it may not leave any more."""
        if not self._may_leave():
            raise FencedOutError


class FencedOutError(Exception):
    """A request was stopped before its first byte."""
