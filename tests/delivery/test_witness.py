"""A SQLite file that forgot what was sent is detected by the file beside it, however soon the process is back."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.commit_loss import CommitLossDetector, CommitsLostError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.outbox.witness import ENDING, ClaimWitness
from bot.storage.outbox.witness import Testimony as Kept
from content.models import Library
from tests.delivery.beats import Process, Row, pulse
from tests.delivery.fakes import AT_ONCE, NOON, FakeSlack, engine_over, pending, put
from tests.fakes import MovableClock

pytestmark = pytest.mark.usefixtures("quick_looks")

UNKNOWN_FILE = "it is not known what was sent from this file"
LACKS_THE_LAST = "the database lacks what was sent last"
STARTED_ANEW = "the machine restarted while messages were being sent"


def _copy(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _posts(slack: FakeSlack) -> list[int]:
    return sorted(slack.arrived.values())


async def _process(file: Path, slack: FakeSlack, library: Library, clock: MovableClock, *, ends: bool) -> None:
    """A process that sends what is due from a file; without `ends` it is killed, and leaves nothing tidy."""
    database = Database(f"sqlite:///{file}", Cipher([new_key()]))
    engine = engine_over(database, slack, library, clock, replace(AT_ONCE, quick_restart=30.0))
    await engine.beat()
    await engine.settled()
    if ends:
        await engine.drain(10)
    await database.close()


def _put_in_place(file: Path, older: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    file.write_bytes(older.read_bytes())


@pytest.mark.parametrize("ends", [False, True], ids=["killed", "stopped"])
async def test_a_file_that_lost_its_last_commits_within_seconds_doubles_nothing(
    sqlite_database: Database, library: Library, clock: MovableClock, tmp_path: Path, ends: bool
) -> None:
    """As if a disk claimed to have written what it had not: the machine is back at once, with less in the file."""
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
        ("another", False, ["the machine restarted while messages were being sent"]),
    ],
)
async def test_a_quick_restart_asks_only_where_something_may_be_lost(
    sqlite_database: Database, clock: MovableClock, boot: str, ends: bool, why: list[str]
) -> None:
    for start in ("the same", boot):
        witness = ClaimWitness(sqlite_database.file, start)
        commit_loss = CommitLossDetector(sqlite_database, witness, clock=clock, wall=clock, steady=lambda: 0.0)
        with capture_logs() as lines:
            await commit_loss.beat()
        async with sqlite_database.delivery_store() as delivery_store:
            written = await delivery_store.pulse.read(with_timeline=False)
            assert written is not None
            number = await commit_loss.count(delivery_store.pulse, written)
        await commit_loss.testify(number)
        if ends:
            await commit_loss.end()
    assert [line["why"] for line in lines if line["event"] == "commits_may_be_lost"] == why


async def test_an_empty_file_beside_a_witness_is_no_new_one(sqlite_database: Database, clock: MovableClock) -> None:
    """All its content was in the log, which is gone."""
    ClaimWitness(sqlite_database.file).write(7)
    commit_loss = CommitLossDetector(
        sqlite_database, ClaimWitness(sqlite_database.file), clock=clock, wall=clock, steady=lambda: 0.0
    )
    with capture_logs() as lines:
        await commit_loss.beat()
    assert [line["why"] for line in lines] == ["nothing was ever sent from this database"]


async def test_a_file_without_its_witness_is_asked_about(sqlite_database: Database, clock: MovableClock) -> None:
    for _ in range(2):
        witness = ClaimWitness(sqlite_database.file)
        commit_loss = CommitLossDetector(sqlite_database, witness, clock=clock, wall=clock, steady=lambda: 0.0)
        with capture_logs() as lines:
            await commit_loss.beat()
        os.unlink(f"{sqlite_database.file}{ENDING}")  # noqa: PTH108 - Path would block no less
    assert [line["why"] for line in lines] == ["it is not known what was sent from this file"]


@pytest.fixture
def witness(tmp_path: Path) -> ClaimWitness:
    """The witness beside a SQLite file."""
    return ClaimWitness(f"{tmp_path}/some.sqlite3", "this boot")


@pytest.mark.parametrize(
    ("told", "ended", "boot", "why"),
    [
        pytest.param(None, False, "this boot", [UNKNOWN_FILE], id="none"),
        pytest.param(7, False, "this boot", [], id="it knows of as much"),
        pytest.param(8, True, "this boot", [LACKS_THE_LAST], id="it knows of more"),
        pytest.param(7, False, "an earlier boot", [STARTED_ANEW], id="killed with its machine"),
        pytest.param(7, True, "an earlier boot", [], id="stopped before its machine"),
    ],
)
async def test_what_the_witness_of_a_file_says_at_a_quick_restart(
    clock: MovableClock, tmp_path: Path, witness: ClaimWitness, told: int | None, ended: bool, boot: str, why: list[str]
) -> None:
    before = ClaimWitness(f"{tmp_path}/some.sqlite3", boot)
    if told:
        before.write(told)
    if ended:
        before.end()
    process = Process(Row(pulse()), clock, witness)
    assert await process.beat() == (False, why)
    assert witness.read() == (Kept(told, boot, ended) if told else Kept(8, "this boot"))
    assert await process.next_beat() == (False, [])
    assert witness.read() == (Kept(told, boot, ended) if told else Kept(8, "this boot"))


async def test_a_claim_of_another_process_in_the_moment_of_a_start_is_no_loss(
    clock: MovableClock, tmp_path: Path, witness: ClaimWitness
) -> None:
    """Read after the row, the witness would be ahead of the row as read."""
    another = ClaimWitness(f"{tmp_path}/some.sqlite3", "this boot")
    another.write(7)
    row = Row(pulse())
    row.meanwhile = lambda: another.write(8)
    assert await Process(row, clock, witness).beat() == (False, [])


async def test_a_claim_is_counted_and_told_to_the_witness(clock: MovableClock, witness: ClaimWitness) -> None:
    row = Row(pulse())
    process = Process(row, clock, witness)
    commit_loss = process.commit_loss
    await commit_loss.testify(3)
    assert witness.read() is None
    await process.beat()
    pulses: Any = row
    assert row.held is not None
    assert await commit_loss.count(pulses, row.held) == 9
    assert row.held.number == 9
    for number, known in ((9, 9), (0, 9), (4, 4)):
        await commit_loss.testify(number)
        assert witness.read() == Kept(known, "this boot")
    assert commit_loss.due_to_ask(pulse(9)) is None
    with pytest.raises(CommitsLostError):
        commit_loss.due_to_ask(pulse(8))
    await commit_loss.end()
    assert witness.read() == Kept(4, "this boot", has_ended=True)


@pytest.mark.parametrize("quick_restart", [30.0, inf], ids=["none", "one of a database that is trusted"])
async def test_without_a_witness_nothing_is_counted(
    clock: MovableClock, witness: ClaimWitness, quick_restart: float
) -> None:
    row = Row(pulse())
    process = Process(row, clock, witness if quick_restart == inf else None, quick_restart=quick_restart)
    await process.beat()
    pulses: Any = row
    assert row.held is not None
    assert await process.commit_loss.count(pulses, row.held) == 0
    await process.commit_loss.testify(9)
    await process.commit_loss.end()
    assert row.held is not None
    assert (row.held.number, witness.read()) == (8, None)


async def test_a_disk_that_takes_no_witness_stops_nothing(clock: MovableClock, tmp_path: Path) -> None:
    process = Process(Row(pulse()), clock, ClaimWitness(f"{tmp_path}/no folder/some.sqlite3"))
    assert await process.beat() == (False, [UNKNOWN_FILE, "FileNotFoundError"])


def test_a_number_is_on_the_disk_before_anything_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "chair.sqlite3"
    on_disk: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _handle: on_disk.append(Path(f"{file}{ENDING}").read_text().strip()))
    ClaimWitness(str(file), "b1").write(7)
    ClaimWitness(str(file), "b1").end()  # of a process that claimed nothing
    assert on_disk == ["7,b1"]
    assert ClaimWitness(str(file), "b1").read() == Kept(7, "b1")
