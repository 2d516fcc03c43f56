"""Faults of Slack and of the network, ordered to happen to a method a number of times."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal

Kind = Literal["error", "http", "stall", "reset", "cut"]


@dataclass(slots=True)
class Fault:
    """One kind of fault. With `every` it hits each n-th call only. A stall with `after` does the work before
    it stalls.
    """

    kind: Kind
    method: str
    times: int
    every: int = 1
    error: str = ""
    _: KW_ONLY
    status: int = 0
    seconds: float = 0.0
    after: bool = False
    seen: int = 0


class Faults:
    """The faults that are ordered. `method` may be "*" for all. A fault that has happened `times` times is over."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def fail(self, method: str, error: str, times: int = 1, every: int = 1) -> None:
        """Answer `{"ok": false, "error": error}`."""
        self._waiting.append(Fault("error", method, times, every, error=error))

    def http(self, method: str, status: int = 500, times: int = 1, every: int = 1) -> None:
        """Answer this HTTP status and no JSON."""
        self._waiting.append(Fault("http", method, times, every, status=status))

    def stall(self, method: str, seconds: float, times: int = 1, every: int = 1, *, after: bool = False) -> None:
        """Answer late by real seconds; the work is done before the wait (`after`) or after it."""
        self._waiting.append(Fault("stall", method, times, every, seconds=seconds, after=after))

    def reset(self, method: str, times: int = 1, every: int = 1) -> None:
        """Cut the connection and do nothing."""
        self._waiting.append(Fault("reset", method, times, every))

    def cut(self, method: str, times: int = 1, every: int = 1) -> None:
        """Do the work, then cut the connection instead of answering."""
        self._waiting.append(Fault("cut", method, times, every))

    def clear(self) -> None:
        """Cancel every fault."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if it has one."""
        for fault in self._waiting:
            if fault.method not in (method, "*"):
                continue
            fault.seen += 1
            if fault.seen % fault.every:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
            return fault
        return None
