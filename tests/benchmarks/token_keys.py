"""`rotate-keys` is killed inside a batch, between batches and anywhere, while the app goes on with both keys."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.clock import wall_clock
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.rekey import BATCH
from tests.benchmarks.token_cluster import SIX_HOURS, Cluster, cluster
from tests.benchmarks.token_verdict import TOKEN, Result, fill, verdict
from tests.benchmarks.token_worker import rotate_keys, start
from tests.databases import Postgres

REKEYING = ("rekey: inside a batch", "rekey: between batches")


async def keys_at_each_instant(postgres: Postgres | None = None, number: int = 3 * BATCH) -> Result:
    """Die inside a batch and between two, while the app goes on refreshing; after another run, the old key can go."""
    return await _keys(postgres, number, [replace_at(instant) for instant in REKEYING])


async def keys_at_random(postgres: Postgres | None = None, kills: int = 5, number: int = 3000) -> Result:
    """Kill `rotate-keys` at random instants, again and again, then let it finish."""
    chance = random.Random(f"keys {bool(postgres)}")

    async def dying(here: Cluster) -> None:
        worker = start(here.setup, rotate_keys)
        await asyncio.sleep(chance.uniform(0.0, 0.4))
        worker.kill()
        await asyncio.to_thread(worker.join)
        here.kills += worker.exitcode == -9

    return await _keys(postgres, number, [dying] * kills)


def replace_at(instant: str) -> Callable[[Cluster], Awaitable[None]]:
    """Run `rotate-keys` so that it dies at this instant."""

    async def dying(here: Cluster) -> None:
        here.order(instant)
        worker = start(here.setup, rotate_keys)
        await asyncio.to_thread(worker.join)
        assert worker.exitcode == -9, instant
        here.kills += 1

    return dying


async def _keys(postgres: Postgres | None, number: int, deaths: list[Callable[[Cluster], Awaitable[None]]]) -> Result:
    async with cluster(postgres) as here:
        await here.start()
        names = [here.add_workspace(f"Team {each}") for each in range(2)]
        await asyncio.gather(*(here.install(name) for name in names))
        await here.settled(names)
        await fill(here, names[0], number)
        await here.kill()
        newest, old = new_key(), here.setup.keys
        here.setup = replace(here.setup, keys=f"{newest},{old}")
        await here.database.close()
        here.database = Database(here.setup.database, Cipher([newest, old]))
        here.slack.oauth.token_seconds = SIX_HOURS
        await here.start()
        for die in deaths:
            await die(here)
        last = start(here.setup, rotate_keys)
        await asyncio.to_thread(last.join)
        wrong = [] if last.exitcode == 0 else ["it does not end"]
        await here.end()
        await here.database.close()
        here.database = Database(here.setup.database, Cipher([newest]))
        async with here.database.installations() as store:  # raises where something still needs the old key
            opened = await store.ended_before(wall_clock())
        if {one.token for one in opened} != {TOKEN} or len(opened) != number:
            wrong.append(f"{len(opened)} of {number} can be opened")
        return await verdict(here, names, {}, *wrong)
