"""Four requests of one person run at once, and nobody else waits for them."""

import asyncio

from bot.domain.people.people import Who
from handlers.turns import AT_ONCE, Turns

MARIA, TOM = Who("T1", "U1"), Who("T1", "U2")


async def test_a_fifth_waits_until_another_has_ended_and_somebody_else_does_not() -> None:
    turns, begun, ends = Turns(), [], asyncio.Semaphore(0)

    async def request(who: Who) -> None:
        async with turns.of(who):
            begun.append(who)
            await ends.acquire()

    tasks = [asyncio.ensure_future(request(who)) for who in [MARIA] * (AT_ONCE + 1) + [TOM]]
    for _ in range(10):
        await asyncio.sleep(0)
    assert begun == [MARIA] * AT_ONCE + [TOM]
    for _ in tasks:
        ends.release()
    await asyncio.gather(*tasks)
    assert begun == [MARIA] * AT_ONCE + [TOM, MARIA]
