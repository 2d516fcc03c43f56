"""Few requests run at once, people take turns, and who waits for Slack holds up nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.people.people import Who
from handlers.turns import AT_ONCE, OF_ONE, Turns, outside

MARIA, TOM, JIM = (Who("T1", f"U{number}") for number in range(3))
FOR_EVER = 3600.0


class Work:
    """Requests of people, each of which runs until it is let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[Who] = []
        self.ends: dict[Who, asyncio.Semaphore] = {who: asyncio.Semaphore(0) for who in (MARIA, TOM, JIM)}
        self.tasks: list[asyncio.Task[None]] = []

    async def asked(self, *people: Who) -> None:
        """They ask, one after the other, and those begin who may."""
        self.tasks += [asyncio.create_task(self._request(who)) for who in people]
        await idle()

    async def ended(self, who: Who) -> None:
        """One request of theirs ends."""
        self.ends[who].release()
        await idle()

    async def _request(self, who: Who) -> None:
        async with self.turns.of(who):
            self.begun.append(who)
            await self.ends[who].acquire()


async def idle() -> None:
    """Until everybody who can go on has."""
    for _ in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def working(turns: Turns) -> AsyncIterator[Work]:
    work = Work(turns)
    yield work
    for task in work.tasks:
        task.cancel()
    await asyncio.gather(*work.tasks, return_exceptions=True)


async def test_a_fifth_of_one_person_waits_and_somebody_else_does_not() -> None:
    async with working(Turns()) as work:
        await work.asked(*[MARIA] * (OF_ONE + 1), TOM)
        assert work.begun == [MARIA] * OF_ONE + [TOM]
        await work.ended(MARIA)
        assert work.begun.count(MARIA) == OF_ONE + 1


async def test_people_take_turns_however_many_requests_each_has() -> None:
    async with working(Turns(at_once=1)) as work:
        await work.asked(*[MARIA] * 5, TOM, TOM, JIM)
        for _ in range(4):
            await work.ended(work.begun[-1])
        assert work.begun == [MARIA, MARIA, TOM, JIM, MARIA]


async def test_a_thousand_people_begin_a_few_at_a_time() -> None:
    turns, goes_on, begun = Turns(), asyncio.Event(), 0

    async def request(number: int) -> None:
        nonlocal begun
        async with turns.of(Who("T1", f"U{number}")):
            begun += 1
            await goes_on.wait()

    tasks = [asyncio.create_task(request(number)) for number in range(1000)]
    await idle()
    assert begun == AT_ONCE
    goes_on.set()
    await asyncio.gather(*tasks)


async def test_while_slack_is_waited_for_another_runs_and_then_goes_second() -> None:
    turns, slack, order = Turns(at_once=1, lent=FOR_EVER), asyncio.Event(), []

    async def shows() -> None:
        async with turns.of(MARIA):
            async with outside():
                order.append("Maria waits for Slack")
                await slack.wait()
            order.append("Maria goes on")

    async with working(turns) as work:
        shown = asyncio.create_task(shows())
        await work.asked(TOM, JIM)
        assert (order, work.begun) == (["Maria waits for Slack"], [TOM])
        slack.set()
        await idle()
        assert order == ["Maria waits for Slack"]
        await work.ended(TOM)
        assert (order[1:], work.begun) == (["Maria goes on"], [TOM, JIM])
        await shown


async def test_a_request_that_runs_for_long_holds_up_nobody() -> None:
    async with working(Turns(at_once=1, lent=0.0)) as work:
        await work.asked(MARIA, TOM)
        await idle()
        assert work.begun == [MARIA, TOM]


@pytest.mark.parametrize("called", [False, True], ids=["while it waits", "in the moment in which it is called"])
async def test_a_request_that_is_given_up_leaves_no_place_taken(*, called: bool) -> None:
    async with working(Turns(at_once=1, lent=FOR_EVER)) as work:
        await work.asked(MARIA, TOM)
        if called:
            work.ends[MARIA].release()
            await asyncio.sleep(0)
        work.tasks[1].cancel()
        work.ends[MARIA].release()
        await work.asked(JIM)
        assert work.begun == [MARIA, JIM]


async def test_outside_of_any_request_slack_is_waited_for_all_the_same() -> None:
    async with outside():
        pass
