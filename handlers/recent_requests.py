"""Knows, in this process alone, which requests came lately: those that only read, and so may be answered twice."""

from collections import OrderedDict

MOST_READ = 10_000  # more than Slack redelivers during the minutes in which it retries


class RecentRequests:
    """The requests that only read and came to this process lately, the newest `MOST_READ`."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, str], None] = OrderedDict()

    def is_new(self, key: tuple[str, str]) -> bool:
        """Whether a request is new; afterwards it is known."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > MOST_READ:
            self._keys.popitem(last=False)
        return True

    def forget(self, key: tuple[str, str]) -> None:
        """Forget a request that failed, so that it can be repeated."""
        self._keys.pop(key, None)
