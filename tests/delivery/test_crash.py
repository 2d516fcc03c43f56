"""Workers are killed while they send: nothing is lost and nothing comes twice. `make crash` is the long version."""

import asyncio
from pathlib import Path

import pytest

from tests import debian
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.crash import MIXED, run
from tests.benchmarks.worker_pool import Case
from tests.databases import Postgres

PATIENCE = 120.0  # real seconds without any progress, less than a test's own limit
MANY, KILLS = 300, 3  # each message and each kill costs a wait; `make crash` has thousands and a hundred


ALONE = Case("short", number=MANY, kills=KILLS, patience=PATIENCE)
THREE = Case("short postgres", True, 3, MANY, KILLS, faults=MIXED, patience=PATIENCE)
UNASKED = Case("control", number=MANY, kills=KILLS, doubles=True, faults=Faults(latency=0.02),
               changes={"reconcile": False}, patience=PATIENCE)  # fmt: skip
RETRIES = Case("retries", number=MANY, kills=0, doubles=True, faults=Faults(cut=0.05, latency=0.005),
               changes={"retries": True}, patience=PATIENCE)  # fmt: skip


async def test_kills_lose_and_double_nothing_and_both_controls_show_doubles(postgres: Postgres) -> None:
    """All at once, each with its own Slack, database and workers, since nearly all of it is waiting."""
    alone, three, unasked, retries = await asyncio.gather(run(ALONE), run(THREE, postgres), run(UNASKED), run(RETRIES))

    for line in (alone, three):
        assert line["ok"], line
        assert (line["sent"], line["lost"], line["doubled"], line["kills"]) == (MANY, 0, 0, KILLS)
    assert (unasked["doubled"] > 0, unasked["lost"]) == (True, 0), unasked
    assert retries["doubled"] > 0, retries


@pytest.mark.skipif(debian.PROGRAMS is None, reason="needs Debian's package postgresql")
def test_the_programs_of_a_standby_are_where_the_crash_test_looks() -> None:
    """A real standby takes too long for every test run; without this test, nobody noticed that it did not start."""
    programs = ("initdb", "pg_basebackup", "pg_ctl", "psql", "createdb", "pg_dump", "pg_restore")
    assert [name for name in programs if not Path(debian.command(name)[-1]).exists()] == []
