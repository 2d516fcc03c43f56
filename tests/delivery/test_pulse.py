"""The beats' row, and what a server says about itself."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, text

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.outbox.pulse import Pulse, PulseStore
from bot.storage.tables import engine_pulse
from tests.delivery.fakes import NOON, all_of, pending, put


async def test_a_claim_outlasts_a_crash_of_a_server_that_commits_later(postgres_database: Database) -> None:
    async with postgres_database.delivery_store() as delivery_store:
        connection = delivery_store._connection
        await connection.execute(text("SET LOCAL synchronous_commit = off"))
        await delivery_store.pulse.write(Pulse(1, NOON, "", "", None))
        await delivery_store.pulse.read(with_timeline=False)
        assert await connection.scalar(text("SHOW synchronous_commit")) == "on"
        await connection.execute(text("SET LOCAL synchronous_commit = remote_apply"))
        await delivery_store.pulse.read(with_timeline=False)
        assert await connection.scalar(text("SHOW synchronous_commit")) == "remote_apply"


async def test_what_follows_a_claim_commits_as_the_server_is_set(postgres_database: Database) -> None:
    async with postgres_database.engine.connect() as connection:
        await connection.execute(text("SET synchronous_commit = off"))
        await PulseStore(connection).write(Pulse(1, NOON, "", "", None))
        await connection.commit()
        await PulseStore(connection).read(with_timeline=False)
        assert await connection.scalar(text("SHOW synchronous_commit")) == "on"
        await connection.commit()
        assert await connection.scalar(text("SHOW synchronous_commit")) == "off"


async def test_a_server_without_fsync_is_on_another_timeline_after_each_start(postgres_database: Database) -> None:
    async with postgres_database.delivery_store() as delivery_store:
        fsync = await delivery_store._connection.scalar(text("SHOW fsync"))
        started = await delivery_store._connection.scalar(
            text("SELECT substr(md5(CAST(pg_postmaster_start_time() AS TEXT)), 1, 8)")
        )
        walfile = await delivery_store._connection.scalar(
            text("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)")
        )
        assert await delivery_store.pulse.timeline() == (started if fsync == "off" else walfile)


async def test_a_server_with_fsync_is_on_the_timeline_of_its_log(postgres_database: Database) -> None:
    async with postgres_database.engine.connect() as connection:  # never committed
        for statement in (
            "CREATE SCHEMA says_on",
            "CREATE FUNCTION says_on.current_setting(text) RETURNS text LANGUAGE sql RETURN 'on'",
            "SET LOCAL search_path = says_on, pg_catalog, public",
        ):
            await connection.execute(text(statement))
        walfile = await connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())"))
        assert await PulseStore(connection).timeline() == str(walfile)[:8]


async def test_a_database_has_one_row_of_beats_whoever_wrote_it(sqlite_database: Database) -> None:
    async with sqlite_database.connection() as connection:
        pulse = PulseStore(connection)
        assert await pulse.read(with_timeline=False) is None
        await connection.execute(insert(engine_pulse).values(id=1, number=1, beat_at=NOON, timeline=""))
        await pulse.write(Pulse(2, NOON, "", "", None))
        beat = await pulse.read(with_timeline=False)
    assert beat == Pulse(2, NOON, "", "", None)


async def test_postgresql_tells_its_timeline_and_sqlite_goes_on_without(database: Database) -> None:
    async with database.connection() as connection:
        pulse = PulseStore(connection)
        assert await pulse.has_timeline() is (connection.dialect.name == "postgresql")
        assert await pulse.is_new()


async def test_what_may_have_been_sent_before_is_asked_for_once(sqlite_database: Database) -> None:
    until, early = NOON, NOON - timedelta(seconds=1)
    asked_for = [pending(1, due_at=early), replace(pending(2, due_at=early), looked_up_at=early, attempts=3)]
    others = [
        pending(3, due_at=until),
        replace(pending(4, due_at=early), looked_up_at=until),
        replace(pending(5, due_at=early), status=DeliveryStatus.SENT),
        pending(6, "T2", due_at=early),
    ]
    await put(sqlite_database, *asked_for, *others)
    async with sqlite_database.delivery_store() as store:
        assert await store.pulse.ask_first("T1", until) == 2
    doubted = [replace(row, status=DeliveryStatus.IN_DOUBT, attempts=row.attempts + 1) for row in asked_for]
    assert await all_of(sqlite_database) == {row.id: row for row in (*doubted, *others)}


async def test_a_beat_that_stalled_takes_back_nothing_that_another_process_wrote_meanwhile(database: Database) -> None:
    """Else every process would take the database for an older one, or none would ask what was sent before."""
    later = NOON + timedelta(seconds=5)
    for beat in (Pulse(6, NOON, "", "", None), Pulse(8, later, "", "", NOON), Pulse(7, NOON, "", "", None)):
        async with database.delivery_store() as delivery_store:
            await delivery_store.pulse.write(beat)
    async with database.look() as delivery_store:
        kept = await delivery_store.pulse.read(with_timeline=False)
    assert kept is not None
    assert (kept.number, kept.ask_until) == (8, NOON)
