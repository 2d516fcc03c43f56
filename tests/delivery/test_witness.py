"""A SQLite file that forgot what was sent is noticed by what stands beside it, however soon the process is back."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery.continuity import Continuity
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.outbox.witness import ENDING, ClaimWitness
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, FakeSlack, engine_over, pending, put
from tests.fakes import MovableClock


def _copy(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _posts(slack: FakeSlack) -> list[int]:
    return sorted(slack.arrived.values())


async def _process(file: Path, slack: FakeSlack, library: Library, clock: MovableClock, *, ends: bool) -> None:
    """A process that sends what is due from a file; without `ends` it is killed and leaves nothing in order."""
    database = Database(f"sqlite:///{file}", Cipher([new_key()]))
    engine = engine_over(database, slack, library, clock, replace(AT_ONCE, quick_restart=30.0))
    await engine.beat()
    await engine.settled()
    if ends:
        await engine.drain()
    await database.close()


def _put_in_place(file: Path, older: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    file.write_bytes(older.read_bytes())


@pytest.mark.parametrize("ends", [False, True], ids=["killed", "stopped"])
async def test_a_file_that_lost_its_last_commits_within_seconds_doubles_nothing(
    sqlite_database: Database, library: Library, clock: MovableClock, tmp_path: Path, ends: bool
) -> None:
    """As when a disk had said that it wrote what it had not: the machine is back at once, with less in the file."""
    file, slack = Path(str(sqlite_database.file)), FakeSlack()
    await _process(file, slack, library, clock, ends=True)
    await put(sqlite_database, *(pending(n, due_at=NOON - timedelta(minutes=1)) for n in range(5)))
    _copy(file, tmp_path / "before.sqlite3")
    await sqlite_database.close()
    await _process(file, slack, library, clock, ends=ends)
    assert _posts(slack) == [1] * 5
    _put_in_place(file, tmp_path / "before.sqlite3")

    with capture_logs() as lines:
        await _process(file, slack, library, clock, ends=True)

    assert _posts(slack) == [1] * 5
    assert [line["why"] for line in lines if line["event"] == "commits_may_be_lost"] == [
        "the database lacks what was sent last"
    ]


@pytest.mark.parametrize(
    ("boot", "ends", "why"),
    [
        ("the same", False, []),
        ("another", True, []),
        ("another", False, ["the machine was started anew while messages were sent"]),
    ],
)
async def test_a_quick_restart_asks_only_where_something_may_be_lost(
    sqlite_database: Database, clock: MovableClock, boot: str, ends: bool, why: list[str]
) -> None:
    for start in ("the same", boot):
        witness = ClaimWitness(sqlite_database.file, start)
        continuity = Continuity(sqlite_database, witness, clock=clock, wall=clock, steady=lambda: 0.0)
        with capture_logs() as lines:
            await continuity.beat()
        async with sqlite_database.delivery_store() as delivery_store:
            number = await continuity.count(delivery_store.pulse, await delivery_store.pulse.read(with_timeline=False))
        await continuity.testify(number)
        if ends:
            await continuity.end()
    assert [line["why"] for line in lines if line["event"] == "commits_may_be_lost"] == why


async def test_a_file_without_its_witness_is_asked_about(sqlite_database: Database, clock: MovableClock) -> None:
    for _ in range(2):
        witness = ClaimWitness(sqlite_database.file)
        continuity = Continuity(sqlite_database, witness, clock=clock, wall=clock, steady=lambda: 0.0)
        with capture_logs() as lines:
            await continuity.beat()
        os.unlink(f"{sqlite_database.file}{ENDING}")  # noqa: PTH108 - Path would block no less
    assert [line["why"] for line in lines] == ["it is not known what was sent from this file"]


async def test_a_disk_that_takes_no_witness_stops_nothing(sqlite_database: Database, clock: MovableClock) -> None:
    os.mkdir(f"{sqlite_database.file}{ENDING}")  # noqa: PTH102 - Path would block no less
    continuity = Continuity(
        sqlite_database, ClaimWitness(sqlite_database.file), clock=clock, wall=clock, steady=lambda: 0.0
    )
    with capture_logs() as lines:
        assert not await continuity.beat()
    assert "witness_not_written" in [line["event"] for line in lines]
