"""Workers are killed while they send: nothing is lost and nothing comes twice. `make crash` is the long form."""

from pathlib import Path

import pytest

from tests import debian
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.crash import MIXED, run
from tests.benchmarks.crew import Case
from tests.databases import Postgres

PATIENCE = 120.0  # real seconds without any progress, less than what ends a test that hangs
MANY, KILLS = 300, 3  # for each message and each kill there is a wait; `make crash` has thousands and a hundred


async def test_kills_on_sqlite_lose_and_double_nothing() -> None:
    line = await run(Case("short", number=MANY, kills=KILLS, patience=PATIENCE))

    assert line["ok"], line
    assert (line["sent"], line["lost"], line["doubled"], line["kills"]) == (MANY, 0, 0, KILLS)


async def test_kills_among_three_workers_on_postgres_lose_and_double_nothing(postgres: Postgres) -> None:
    case = Case("short postgres", True, 3, MANY, KILLS, faults=MIXED, patience=PATIENCE)

    line = await run(case, postgres)

    assert line["ok"], line
    assert (line["sent"], line["lost"], line["doubled"], line["kills"]) == (MANY, 0, 0, KILLS)


async def test_without_asking_the_same_test_shows_doubles() -> None:
    control = Case("control", number=MANY, kills=KILLS, doubles=True, faults=Faults(latency=0.02),
                   changes={"reconcile": False}, patience=PATIENCE)  # fmt: skip

    line = await run(control)

    assert line["doubled"] > 0
    assert line["lost"] == 0


async def test_with_the_default_retries_of_the_sdk_the_same_test_shows_doubles() -> None:
    control = Case("retries", number=MANY, kills=0, doubles=True, faults=Faults(cut=0.05, latency=0.005),
                   changes={"retries": True}, patience=PATIENCE)  # fmt: skip

    assert (await run(control))["doubled"] > 0


@pytest.mark.skipif(debian.PROGRAMS is None, reason="needs Debian's package postgresql")
def test_the_programs_of_a_standby_are_where_the_crash_test_looks() -> None:
    """A real standby takes too long for each run of the tests; without this one, nobody saw that it did not start."""
    programs = ("initdb", "pg_basebackup", "pg_ctl", "psql", "createdb", "pg_dump", "pg_restore")
    assert [name for name in programs if not Path(debian.command(name)[-1]).exists()] == []
