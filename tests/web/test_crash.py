"""The real process dies by SIGKILL as it installs, refreshes tokens or rotates keys, and every workspace still works.

`make crash` is the long version, with many more kills at random instants.
"""

import asyncio

import pytest

from tests.benchmarks import token_crash, token_keys
from tests.databases import Postgres

AT_EACH_INSTANT = {
    token_crash.installs_at_each_instant: 4,
    token_crash.refreshes_at_each_instant: 3,
    token_crash.two_answers_lost: 2,
    token_crash.lost_for_good: 1,
    token_keys.keys_at_each_instant: 3,
}  # how many times each kills


@pytest.mark.parametrize("on", ["sqlite", "postgres"])
async def test_it_may_die_at_each_decisive_instant(request: pytest.FixtureRequest, on: str) -> None:
    """All at once, each with its own Slack, database and processes, since nearly all of it is waiting."""
    server: Postgres | None = request.getfixturevalue("postgres") if on == "postgres" else None

    results = await asyncio.gather(*(case(server) for case in AT_EACH_INSTANT))

    assert [result for result in results if not result.ok] == []
    assert [result.kills for result in results] == [*AT_EACH_INSTANT.values()]


async def test_it_may_die_at_any_instant_of_an_installation() -> None:
    found = await token_crash.installs_at_random(kills=2, number=2)

    assert found.ok, found


async def test_two_processes_may_die_at_any_instant_of_a_refresh(postgres: Postgres) -> None:
    found = await token_crash.refreshes_at_random(postgres, kills=2, number=2, processes=2)

    assert found.ok, found
