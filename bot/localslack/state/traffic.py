"""Every call between app and Slack, in both directions, for the inspector; and the app's mistakes."""

from collections import deque
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, Literal

Direction = Literal["to_slack", "to_app"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `name` is the method or the kind of envelope; `seconds` are real ones."""

    at: datetime
    direction: Direction
    workspace: str
    name: str
    request: Any
    _: KW_ONLY
    response: Any
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the local Slack does not know or that real Slack would reject."""

    at: datetime
    name: str
    sentence: str


class Traffic:
    """The last few thousand exchanges, and the subscribers to new ones."""

    def __init__(self) -> None:
        self.log: deque[Exchange] = deque(maxlen=5_000)
        self._subscribers: list[Callable[[Exchange], Any]] = []

    def add(self, exchange: Exchange) -> None:
        """Keep an exchange and tell the subscribers."""
        self.log.append(exchange)
        for subscriber in tuple(self._subscribers):
            subscriber(exchange)

    def subscribe(self, subscriber: Callable[[Exchange], Any]) -> Callable[[], None]:
        """Call `subscriber` with every new exchange. Returns a function that ends this."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)
