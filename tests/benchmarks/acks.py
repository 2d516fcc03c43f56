"""Measures how soon Slack gets our acknowledgement, compared with a bare Bolt app whose handlers only acknowledge."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any
from uuid import uuid4

from bot.storage.base.cipher import new_key
from tests.benchmarks.ack_under_load import ack_under_load
from tests.benchmarks.caller import Caller, Form, command_form
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.load_setup import Slack, slack_process
from tests.benchmarks.servers import bare_bolt, second_chair
from tests.databases import Postgres

COMMANDS = {"help": ("/secondchair", "help"), "selfcheck": ("/selfcheck", "")}
AT_ONCE = 5  # people of one app who type at the same moment
PAUSE = 0.01  # seconds between two requests; together with those to the other apps, enough for all that follows an ack
# Rounds that are not measured, 80 ms each: what a start leaves for the seconds after it (the parser's words, the first
# look for calendars) and the first use of everything.
WARMING = 25
PEOPLE = 60  # who type in turns: one person who sent all of it within a minute would be refused, which is quicker


def typed(kind: str, number: int, slack: Slack) -> Form:
    """A command from one of the people."""
    command, text = COMMANDS[kind]
    trigger, respond = uuid4().hex, f"{slack.url}response"
    user_id = f"U{number % PEOPLE:05}"
    return command_form(command, text, user_id, team_id="T00001", trigger=trigger, respond=respond)


Times = dict[tuple[str, str, int], list[float]]
GOALS = {1: 1.0, AT_ONCE: 1.3}


async def acks(requests: int, people: int, postgres: Postgres) -> list[Figure]:
    """Both commands, one at a time and several at once, on the bare app and ours, in turns within one run; and then
    `people` at once on ours.
    """
    number, found = count(), Times()
    async with slack_process(Faults()) as slack, _apps(postgres, slack) as apps:
        for each in range(requests + WARMING):
            for kind in COMMANDS:
                for at_once in (1, AT_ONCE):
                    if at_once > 1 and each % AT_ONCE:
                        continue  # the same number of requests of each sort
                    for app, callers in apps.items():
                        typing = [(caller, typed(kind, next(number), slack)) for caller in callers[:at_once]]
                        took = await asyncio.gather(*(caller.form(form) for caller, form in typing))
                        if each >= WARMING:
                            found.setdefault((app, kind, at_once), []).extend(took)
                        await asyncio.sleep(PAUSE)
        ports = {name: callers[0].port for name, callers in apps.items() if name != "bare"}
        crowded = await ack_under_load(ports, people, f"{slack.url}response")
    compared = [figure for kind in COMMANDS for at_once in (1, AT_ONCE) for figure in _figures(found, kind, at_once)]
    return compared + crowded


@asynccontextmanager
async def _apps(postgres: Postgres, slack: Slack) -> AsyncIterator[dict[str, list[Caller]]]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="second-chair-acks-"))
        urls = {"SQLite": f"sqlite:///{folder}/acks.sqlite3", "PostgreSQL": postgres.url(await postgres.create())}
        starting: dict[str, Any] = {"bare": bare_bolt(slack.url)}
        starting |= {name: second_chair(url, slack.url, new_key()) for name, url in urls.items()}
        servers = await asyncio.gather(*(stack.enter_async_context(one) for one in starting.values()))
        ports = {name: server.port for name, server in zip(starting, servers, strict=True)}
        apps = {name: [Caller(port) for _ in range(AT_ONCE)] for name, port in ports.items()}
        for caller in (each for callers in apps.values() for each in callers):
            stack.push_async_callback(caller.close)
        yield apps


def _figures(found: Times, kind: str, at_once: int) -> list[Figure]:
    command = " ".join(COMMANDS[kind]).strip()
    how = f"{command}, {at_once} at once" if at_once > 1 else command
    bare = found["bare", kind, at_once]
    figures = [
        Figure(f"ack of {how}, bare Bolt app, p50", _part(bare, 0.5) * 1000, "ms"),
        Figure(f"ack of {how}, bare Bolt app, p99", _part(bare, 0.99) * 1000, "ms"),
    ]
    for name in ("SQLite", "PostgreSQL"):
        ours = found[name, kind, at_once]
        figures.append(
            Figure(f"ack of {how}, {name}, p50 vs the bare app", _part(ours, 0.5) / _part(bare, 0.5), "ratio")
        )
        figures.append(
            at_most(
                f"ack of {how}, {name}, p99 vs the bare app",
                _part(ours, 0.99) / _part(bare, 0.99),
                GOALS[at_once],
            )
        )
    return figures


def _part(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]
