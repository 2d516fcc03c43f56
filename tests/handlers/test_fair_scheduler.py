"""Few requests run at once, people take scheduler, and waiting for Slack holds nobody up."""

import asyncio
from collections.abc import AsyncIterator, Sized
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.domain.people.people import Who
from handlers.fair_scheduler import AT_ONCE, OF_ONE, FairScheduler, outside

MARIA, TOM, JIM = (Who("T1", f"U{number}") for number in range(3))
FOR_EVER = 3600.0


class Work:
    """People's requests, each of which runs until it is released."""

    def __init__(self, scheduler: FairScheduler) -> None:
        self.scheduler = scheduler
        self.begun: list[Who] = []
        self.ends: dict[Who, asyncio.Semaphore] = {who: asyncio.Semaphore(0) for who in (MARIA, TOM, JIM)}
        self.tasks: list[asyncio.Task[None]] = []

    async def asked(self, *people: Who) -> None:
        """They send requests, one after another, and those who may begin do."""
        self.tasks += [asyncio.create_task(self._request(who)) for who in people]
        await idle()

    async def ended(self, who: Who) -> None:
        """One of their requests ends."""
        self.ends[who].release()
        await idle()

    async def _request(self, who: Who) -> None:
        async with self.scheduler.of(who):
            self.begun.append(who)
            await self.ends[who].acquire()


async def idle() -> None:
    """Wait until everybody who can go on has."""
    for _ in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def working(scheduler: FairScheduler) -> AsyncIterator[Work]:
    work = Work(scheduler)
    yield work
    for task in work.tasks:
        task.cancel()
    await asyncio.gather(*work.tasks, return_exceptions=True)


async def test_a_fifth_of_one_person_waits_and_somebody_else_does_not() -> None:
    async with working(FairScheduler()) as work:
        await work.asked(*[MARIA] * (OF_ONE + 1), TOM)
        assert work.begun == [MARIA] * OF_ONE + [TOM]
        await work.ended(MARIA)
        assert work.begun.count(MARIA) == OF_ONE + 1
        await work.asked(MARIA)
        assert work.begun.count(MARIA) == OF_ONE + 1


async def test_people_take_turns_however_many_requests_each_has() -> None:
    async with working(FairScheduler(at_once=1)) as work:
        await work.asked(*[MARIA] * 5, TOM, TOM, JIM)
        for _ in range(4):
            await work.ended(work.begun[-1])
        assert work.begun == [MARIA, MARIA, TOM, JIM, MARIA]


async def test_a_thousand_people_begin_a_few_at_a_time_again_and_again() -> None:
    scheduler = FairScheduler()

    async def request(number: int) -> None:
        async with scheduler.of(Who("T1", f"U{number}")):
            begun.append(number)
            await goes_on.wait()

    for _ in range(2):
        goes_on, begun = asyncio.Event(), list[int]()
        tasks = [asyncio.create_task(request(number)) for number in range(1000)]
        await idle()
        assert len(begun) == AT_ONCE
        goes_on.set()
        await asyncio.gather(*tasks)


async def test_while_slack_is_waited_for_another_runs_and_then_goes_second() -> None:
    scheduler, slack, order = FairScheduler(at_once=1, lent=FOR_EVER), asyncio.Event(), []

    async def shows() -> None:
        async with scheduler.of(MARIA):
            async with outside():
                order.append("Maria waits for Slack")
                await slack.wait()
            order.append("Maria goes on")

    async with working(scheduler) as work:
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
    async with working(FairScheduler(at_once=1, lent=0.0)) as work:
        await work.asked(MARIA, TOM)
        await idle()
        assert work.begun == [MARIA, TOM]


@pytest.mark.parametrize("called", [False, True], ids=["while it waits", "in the moment in which it is called"])
async def test_a_request_that_is_given_up_leaves_no_place_taken_and_none_twice(*, called: bool) -> None:
    async with working(FairScheduler(at_once=1, of_one=1, lent=FOR_EVER)) as work:
        await work.asked(MARIA, TOM)
        if called:
            work.ends[MARIA].release()
            await asyncio.sleep(0)
        work.tasks[1].cancel()
        work.ends[MARIA].release()
        await work.asked(JIM, TOM)
        assert work.begun == [MARIA, JIM]
        await work.ended(JIM)
        assert work.begun == [MARIA, JIM, TOM]


@pytest.mark.parametrize("called", [False, True], ids=["while it waits", "in the moment in which it is called"])
async def test_one_that_is_given_up_on_its_way_back_from_slack_leaves_none_either(*, called: bool) -> None:
    scheduler, slack = FairScheduler(at_once=1, lent=FOR_EVER), asyncio.Event()

    async def shows() -> None:
        async with scheduler.of(MARIA), outside():
            await slack.wait()

    async with working(scheduler) as work:
        shown = asyncio.create_task(shows())
        await work.asked(TOM)
        slack.set()
        await idle()
        if called:
            work.ends[TOM].release()
            await asyncio.sleep(0)
        shown.cancel()
        await work.asked(JIM, MARIA)
        assert work.begun == [TOM, *[JIM] * called]
        await work.ended(work.begun[-1])
        assert work.begun == [TOM, JIM, *[MARIA] * called]


async def test_whoever_gave_up_is_passed_over() -> None:
    async with working(FairScheduler(at_once=1, lent=FOR_EVER)) as work:
        await work.asked(MARIA, TOM, TOM, JIM)
        work.tasks[1].cancel()
        for _ in range(2):
            await work.ended(work.begun[-1])
        assert work.begun == [MARIA, JIM, TOM]


async def test_whoever_gives_up_one_request_has_no_more_running_of_the_others() -> None:
    async with working(FairScheduler(of_one=1)) as work:
        await work.asked(MARIA, MARIA)
        work.tasks[1].cancel()
        await work.asked(MARIA)
        assert work.begun == [MARIA]


async def test_nothing_is_left_of_a_request_that_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[asyncio.TimerHandle] = []
    loop, scheduler = asyncio.get_running_loop(), FairScheduler(at_once=1, lent=FOR_EVER)
    begin_timer = loop.call_later

    def call_later(*args: Any) -> asyncio.TimerHandle:
        timers.append(begin_timer(*args))
        return timers[-1]

    monkeypatch.setattr(loop, "call_later", call_later)
    async with scheduler.of(MARIA), outside():
        pass
    assert [timer.cancelled() for timer in timers] == [True, True]
    assert [held for held in vars(scheduler).values() if isinstance(held, Sized) and held] == []


async def test_outside_of_any_request_slack_is_waited_for_all_the_same() -> None:
    async with outside():
        pass
