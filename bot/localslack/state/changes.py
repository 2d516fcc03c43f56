"""Notifies waiters and subscribers of every change, so that nothing has to poll or sleep."""

import asyncio
from collections.abc import Callable
from typing import Any

Subscriber = Callable[[str], Any]


class Changes:
    """The one place where changes in a local Slack are announced."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()
        self._subscribers: list[Subscriber] = []
        self.count = 0

    def ring(self, kind: str) -> None:
        """Announce a change: `kind` says to what, such as "message", "modal", "home", "request"."""
        self.count += 1
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        for subscriber in tuple(self._subscribers):
            subscriber(kind)

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` at every change. Returns a function that ends this."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    async def wait(self) -> None:
        """Wait for the next change."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def until(self, predicate: Callable[[], Any], seconds: float) -> Any:
        """Wait until `predicate` is true, evaluated at every change. Returns its value. Raises TimeoutError after real
        `seconds`.
        """
        async with asyncio.timeout(seconds):
            while not (answer := predicate()):
                await self.wait()
        return answer

    async def quiet(self, idle: Callable[[], bool], seconds: float) -> None:
        """Wait until `idle` holds and nothing has changed for real `seconds`."""
        while True:
            try:
                async with asyncio.timeout(seconds):
                    await self.wait()
            except TimeoutError:
                if idle():
                    return
