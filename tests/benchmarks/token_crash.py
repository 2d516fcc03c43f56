"""Kills the real process at decisive and random instants of installs, refreshes and key rotation; all must recover."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from math import inf
from typing import Any

from bot.localslack import PersonError
from tests.benchmarks.judged import judged
from tests.benchmarks.token_cluster import PATIENCE, SIX_HOURS, Cluster
from tests.benchmarks.token_keys import keys_at_each_instant, keys_at_random
from tests.benchmarks.token_verdict import (
    Result,
    killed_at_random,
    refreshed,
    verdict,
    with_bystander,
)
from tests.databases import Postgres

INSTALLING = ("install: asking", "install: answered", "install: written", "install: welcomed")
REFRESHING = ("refresh: asking", "refresh: answered", "refresh: kept")


async def installs_at_each_instant(postgres: Postgres | None = None) -> Result:
    """Die at each instant of an installation. The person installs again; a used state remains used."""
    async with with_bystander(postgres) as (here, untouched):
        names, wrong = [], []
        for instant in INSTALLING:
            name = here.add_workspace(instant)
            names.append(name)
            here.order(instant)
            if await here.browse(name) != 0:
                wrong.append(f"{instant}: it answered instead of dying")
            await here.died()
            await here.start()
            if await here.replay(list(here.codes)[-1], name) != 400:
                wrong.append(f"{instant}: its state worked twice")
            if instant in {"install: asking", "install: answered"}:  # nothing was written: they press the button again
                await here.install(name)
            await here.settled([name])
        return await verdict(here, names, untouched, *wrong)


async def installs_at_random(postgres: Postgres | None = None, kills: int = 3, number: int = 6) -> Result:
    """Many install at once, and press again where they got no answer, while processes are killed."""
    chance = random.Random(f"installs {bool(postgres)}")
    async with with_bystander(postgres) as (here, untouched):
        names = [here.add_workspace(f"Team {each}") for each in range(number)]

        async def press_again() -> None:
            while here.kills < kills:  # existing installations are installed again
                await asyncio.gather(*(here.browse(name) for name in names[: number // 2]))

        async def at_some_time(name: str) -> None:
            await asyncio.sleep(chance.uniform(0, kills * 0.5))
            await here.install(name)

        pressing = asyncio.gather(press_again(), *(at_some_time(name) for name in names))
        await killed_at_random(here, chance, kills)
        await asyncio.gather(pressing, *(here.install(name) for name in names))
        await here.settled(names)
        return await verdict(here, names, untouched)


async def refreshes_at_each_instant(postgres: Postgres | None = None) -> Result:
    """Die at each instant of a refresh, in a request or in the keeper. The next process asks Slack again."""
    async with with_bystander(postgres) as (here, untouched):
        here.slack.oauth.token_seconds = SIX_HOURS
        names, wrong = [here.add_workspace("Rotating")], list[str]()
        await here.install(names[0])
        await here.settled(names)
        for instant in REFRESHING:
            here.order(instant)
            await here.died()
            version = (await here.stored(names[0])).version
            if not await here.posts(names[0]):
                wrong.append(f"{instant}: the old token does not work")
            await here.start()
            await refreshed(here, {names[0]: version + 1})
        return await verdict(here, names, untouched, *wrong)


async def refreshes_at_random(
    postgres: Postgres | None = None, kills: int = 3, number: int = 6, processes: int = 1
) -> Result:
    """Every token is always due: for the keeper, for commands, and for sending, while processes die."""
    chance = random.Random(f"refreshes {processes}")
    # How long Slack accepts a used token is tested by another case: here a busy machine could outlast it.
    async with with_bystander(postgres, grace=inf) as (here, untouched):
        here.slack.oauth.token_seconds = SIX_HOURS
        names = [here.add_workspace(f"Team {each}") for each in range(number)]
        await asyncio.gather(*(here.install(name) for name in names))
        for _ in range(1, processes):
            await here.start()
        asking = [asyncio.create_task(commands(here, name)) for name in names]
        await killed_at_random(here, chance, kills)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        versions = [(await here.stored(name)).version for name in names]
        await refreshed(here, {name: version + 1 for name, version in zip(names, versions, strict=True)})
        await here.settled(names)
        await here.end()
        refused = [name for name in names if (await here.stored(name)).refused_at]
        return await verdict(here, names, untouched, *(f"{name} was refused" for name in refused))


async def commands(here: Cluster, workspace_id: str) -> None:
    """Somebody types one command after another; one that meets a dead process is typed again."""
    client = here.slack.as_user(workspace_id, here.admin(workspace_id), here.app)
    while True:
        with suppress(PersonError, OSError):
            await client.command("/secondchair", "help")
        await asyncio.sleep(0.05)


async def lost_for_good(postgres: Postgres | None = None) -> Result:
    """Slack's answer is lost, and it refuses the refresh token from then on: the old one works, and people are told."""
    async with with_bystander(postgres, grace=0.0) as (here, untouched):
        here.slack.oauth.token_seconds = SIX_HOURS
        name, wrong = here.add_workspace("Unlucky"), list[str]()
        await here.install(name)
        await here.settled([name])
        here.order("refresh: answered")
        await here.died()
        await here.start()
        await here.slack.until(lambda: any("Slack did not renew" in text for text in here.messages(name)), PATIENCE)
        told = [text for text in here.messages(name) if "Slack did not renew" in text]
        found = await here.stored(name)
        if not await here.posts(name) or found.refused_at is None:
            wrong.append("the old token stopped working, or the refusal was not recorded")
        if len(told) != 1 or found.reinstall_link not in told[0]:
            wrong.append(f"told {len(told)} times")
        if '"do": "reinstall the app"' not in here.folder.joinpath("log").read_text():
            wrong.append("not in the log")
        if await here.metric("second_chair_tokens_lost") != 1:
            wrong.append("not in the metrics")
        here.slack.oauth.grace, here.slack.oauth.token_seconds = 60.0, 43_200
        await here.install(name)
        await here.settled([name])
        if (await here.stored(name)).refused_at is not None:
            wrong.append("a new installation does not fix it")
        return await verdict(here, [name], untouched, *wrong)


async def two_answers_lost(postgres: Postgres | None = None) -> Result:
    """Two answers in a row are lost, so Slack's limit revokes the stored token; the third arrives."""
    async with with_bystander(postgres) as (here, untouched):
        here.slack.oauth.token_seconds = SIX_HOURS
        name = here.add_workspace("Unlucky twice")
        await here.install(name)
        await here.settled([name])
        here.order("refresh: answered")
        await here.died()
        wrong = [] if await here.posts(name) else ["one lost answer revoked the stored token"]
        here.order("refresh: answered")
        await here.start()
        await here.died()
        wrong += ["the stored token outlived Slack's limit"] if await here.posts(name) else []
        version = (await here.stored(name)).version
        await here.start()
        await refreshed(here, {name: version + 1})
        return await verdict(here, [name], untouched, *wrong)


Case = Callable[..., Awaitable[Result]]
CASES: dict[str, Case] = {
    "installs, each decisive instant": installs_at_each_instant,
    "installs, killed at random": installs_at_random,
    "refreshes, each decisive instant": refreshes_at_each_instant,
    "refreshes, two answers lost in a row": two_answers_lost,
    "refreshes, killed at random": refreshes_at_random,
    "refreshes, an answer lost for good": lost_for_good,
    "rotate-keys, each decisive instant": keys_at_each_instant,
    "rotate-keys, killed at random": keys_at_random,
}


def lines(postgres: Postgres, kills: int, only: str = "") -> Iterator[dict[str, Any]]:
    """Run every case whose name contains `only` on both databases; yields a line to print as each ends."""
    for name, case in CASES.items():
        for server in (None, postgres):
            where = f"{'postgres' if server else 'sqlite'}, {name}"
            if only in where:
                yield judged(where, _line(where, case, server, kills))


async def _line(where: str, case: Case, server: Postgres | None, kills: int) -> dict[str, Any]:
    started, given = time.monotonic(), dict[str, Any]()
    if case in {installs_at_random, refreshes_at_random, keys_at_random}:
        given = {"kills": kills, "number": 20_000 if case is keys_at_random else 20}
    if case is refreshes_at_random and server:
        given["processes"] = 2
    found = await case(server, **given)
    seconds = round(time.monotonic() - started, 1)
    line: dict[str, Any] = {
        "case": where,
        "sent": found.sent,
        "lost": found.lost,
        "doubled": found.doubled,
        "kills": found.kills,
    }
    line |= {"worst_rate": None, "seconds": seconds, "ok": found.ok}
    return line | ({"wrong": found.wrong} if found.wrong else {})
