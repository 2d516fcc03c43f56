"""Does the killing, and checks what must hold afterwards."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, text

from bot.storage.tables import installations, metadata
from tests.benchmarks.token_cluster import PATIENCE, Cluster, cluster
from tests.databases import Postgres

# As the local Slack makes them: any eight letters would occur by chance in sealed text, now and then.
SECRET = re.compile(r"xox[a-z](?:\.xox[bp])?-(?:1-)?[0-9a-f]{8}")
TOKEN = "a token of long ago"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a case: workspaces that no longer work, things that happened twice, and other faults."""

    sent: int
    lost: int
    doubled: int
    kills: int
    wrong: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is lost, doubled or wrong."""
        return not (self.lost or self.doubled or self.wrong)


async def verdict(here: Cluster, names: list[str], untouched: dict[str, tuple[Any, ...]], *more: str) -> Result:
    """Check everything that must hold after the killing."""
    lost = [name for name in names if not await here.posts(name)]
    wrong = [f"half an installation: {name}" for name in await halves(here)]
    wrong += [f"{times} plaintext tokens in {where}" for where, times in (await plain_tokens(here)).items()]
    for name, row in untouched.items():
        if await row_of(here, name) != row or not await here.posts(name):
            wrong.append(f"{name} was touched")
    welcomed = sum(max(0, here.welcomes(name) - 1) for name in names)
    sent = sum(len(here.messages(name)) for name in (*names, *untouched))
    return Result(sent, len(lost), welcomed + states_used_twice(here), here.kills, (*wrong, *more))


async def row_of(here: Cluster, workspace_id: str) -> tuple[Any, ...]:
    """The row of one installation, as it is in the database."""
    async with here.database.connection() as connection:
        found = await connection.execute(select(installations).where(installations.c.workspace_id == workspace_id))
        return tuple(found.one())


@asynccontextmanager
async def with_bystander(postgres: Postgres | None, **facts: Any) -> AsyncIterator[tuple[Cluster, dict[str, Any]]]:
    """A cluster with one workspace that was installed before, and whose token lives long."""
    async with cluster(postgres, **facts) as here:
        await here.start()
        name = here.add_workspace("Bystander")
        await here.install(name)
        await here.settled([name])
        yield here, {name: await row_of(here, name)}


def states_used_twice(here: Cluster) -> int:
    """States for which Slack issued tokens more than once."""
    exchanged = here.slack.oauth.exchanged
    return sum(sum(exchanged[code] for code in codes) > 1 for codes in here.codes.values())


async def halves(here: Cluster) -> list[str]:
    """Workspaces with only half of an installation in the database."""
    tables = metadata.tables
    async with here.database.connection() as connection:
        live = select(tables["installations"]).where(tables["installations"].c.ended_at.is_(None))
        rows = (await connection.execute(live)).all()
        named = {row.id: row for row in await connection.execute(select(tables["workspaces"]))}
    return [
        row.workspace_id
        for row in rows
        if not (row.token_sealed and row.refresh_token_sealed and row.bot_user_id and row.scopes and row.expires_at)
        or row.workspace_id not in named
        or named[row.workspace_id].stopped
        or named[row.workspace_id].name != row.name
    ]


async def plain_tokens(here: Cluster) -> Counter[str]:
    """Tokens that can be read in the database, in its files, or in the log, by place."""
    found: Counter[str] = Counter()
    for file in here.folder.iterdir():
        found[file.name] += len(SECRET.findall(file.read_bytes().decode(errors="replace")))
    async with here.database.connection() as connection:
        for table in metadata.sorted_tables:
            rows = (await connection.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            found[table.name] += len(SECRET.findall(str(rows)))
    return +found


async def fill(here: Cluster, workspace_id: str, number: int) -> None:
    """Store many more installations, ended long ago, each with a token that has to be re-encrypted."""
    found = await here.stored(workspace_id)
    async with here.database.installations() as store:
        for each in range(number):
            old = replace(found, workspace_id=f"TX{each:05}", token=TOKEN, ended_at=found.installed_at)
            await store.save(old)


async def refreshed(here: Cluster, wanted: dict[str, int]) -> None:
    """Wait until each workspace's tokens have at least the version in `wanted`. Raises TimeoutError when no token is
    being refreshed any more.
    """
    versions, until = dict[str, int](), 0.0
    while True:
        before, versions = versions, {name: (await here.stored(name)).version for name in wanted}
        if all(versions[name] >= version for name, version in wanted.items()):
            return
        if versions != before:
            until = time.monotonic() + PATIENCE
        elif time.monotonic() > until:
            refused = [name for name in wanted if (await here.stored(name)).refused_at]
            raise TimeoutError(f"wanted {wanted}, there are {versions}, refused {refused}, log: {here.log_tail()}")
        await asyncio.sleep(0.02)  # no event crosses processes


async def killed_at_random(here: Cluster, chance: random.Random, kills: int) -> None:
    """Kill one process after another, `kills` times, and start another in its place."""
    while here.kills < kills:
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        await here.kill(chance.choice(sorted(here.workers)))
        await here.start()
