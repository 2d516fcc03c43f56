"""Long work for the processor, beside the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

Result = TypeVar("Result")

# A thread that computes takes the interpreter from the event loop for five milliseconds at a time, and six of them six
# times as long; so there is one.
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def compute(work: Callable[..., Result], *given: object) -> Result:
    """What `work` gives for these arguments, from a thread. One at a time computes, and the others wait."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1)):
        return await asyncio.to_thread(work, *given)
