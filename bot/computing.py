"""Long computations beside the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

Result = TypeVar("Result")

# A computing thread takes the interpreter from the event loop for five milliseconds at a time, and six threads take it
# six times as long; so there is only one.
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def compute_at_once(work: Callable[..., Result], *given: object) -> Result:
    """The result of `work`, which takes milliseconds, computed in a thread. It waits for nobody: a caller may have a
    transaction open.
    """
    return await asyncio.to_thread(work, *given)


async def compute(work: Callable[..., Result], *given: object) -> Result:
    """The result of `work`, which may take seconds, computed in a thread; one at a time, and the others wait."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1)):
        return await asyncio.to_thread(work, *given)
