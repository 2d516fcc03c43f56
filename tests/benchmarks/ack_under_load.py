"""Measures how long one person waits for an acknowledgement while everybody else types at once."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import count
from statistics import median

from tests.benchmarks.caller import Caller, Form, command_form
from tests.benchmarks.figures import Figure, at_most

CONNECTIONS = 50  # the crowd's; on each, a request follows as soon as the one before is acknowledged
PAUSE = 0.01  # seconds between two requests of the one person
LONGEST = 0.3  # seconds


async def ack_under_load(ports: Mapping[str, int], people: int, respond: str) -> list[Figure]:
    """So many people ask for today's prompt, once each, from the apps on these `ports`, by their databases' names.

    `respond`: where Slack takes the answers.
    """
    figures = []
    for name, port in ports.items():
        waited = await _one_beside(port, people, respond)
        said = f"one person's ack while {people:,} others type, {name}"
        figures.append(Figure(f"{said}, p50", median(waited), "s"))
        figures.append(at_most(f"{said}, slowest", max(waited), LONGEST, "s"))
    return figures


async def _one_beside(port: int, people: int, respond: str) -> Sequence[float]:
    """The seconds until each request of one person was acknowledged, for as long as the crowd was at it."""
    numbers, waited = count(), list[float]()

    def today(user_id: str) -> Form:
        trigger = f"T{next(numbers)}"
        return command_form("/secondchair", "today", user_id, team_id="T00001", trigger=trigger, respond=respond)

    async def some(caller: Caller, first: int) -> None:
        await caller.form(today("UWARM"))
        for number in range(first, people, CONNECTIONS):
            await caller.form(today(f"U{number:05}"))

    async with AsyncExitStack() as stack:
        callers = [Caller(port) for _ in range(CONNECTIONS + 1)]
        for caller in callers:
            stack.push_async_callback(caller.close)
        one, *others = callers
        await one.form(today("UONE0"))
        crowding = asyncio.gather(*(some(caller, first) for first, caller in enumerate(others)))
        await asyncio.sleep(0)
        while not crowding.done():
            waited.append(await one.form(today(f"UONE{len(waited) % 20}")))
            await asyncio.sleep(PAUSE)
        await crowding
    return waited
