"""What was planned before wall times were kept gets them, by the rules the machine had."""

import zoneinfo
from datetime import datetime, time
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import HERE
from tests.world_rules import RULES

VANCOUVER = "America/Vancouver"
PLANS = (
    ("prompt_person", "08:30:00.000000", "2026-12-01 16:30:00.000000"),
    ("quarterly_letter", None, "2027-01-04 16:30:00.000000"),
    ("ridealong_brief", None, "2026-12-01 22:30:00.000000"),
)


def migrate(connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def insert(connection: Connection, table: str, **values: object) -> None:
    columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} (workspace_id, {columns}) VALUES ('T1', {marks})"), values)


def fill(connection: Connection) -> None:
    """Maria in Vancouver has a call at 15:00 on 1 December, which was 23:00 UTC by the rules before 2026b."""
    person = {
        "user_id": "U1",
        "name": "Maria",
        "profile_zone": VANCOUVER,
        "standing": "active",
        "working_days": "01234",
    }
    flags = dict.fromkeys(("is_admin", "is_leader", "is_guest"), 0)
    insert(connection, "people", **person, **flags, checkin_day=4, checkin_at="15:00:00")
    texts = dict.fromkeys(("customer_sealed", "opens", "price", "signal_sealed", "skill_sealed"), "")
    ride = {"id": "R1", "leader_id": "U1", "salesperson_id": "U2", "planned_by": "U1", "length": 2700}
    ride |= {"starts_at": "2026-12-01 23:00:00.000000", "call_type": "joint", "state": "planned", "confirmed_by": "[]"}
    insert(connection, "ridealongs", **ride, **texts, version=0, logged=0)
    for nudge, at, due_at in PLANS:
        plan = {"recipient": "U1", "nudge": nudge, "subject": "", "at": at, "zone": VANCOUVER, "working_days": "01234"}
        insert(connection, "schedules", **plan, next_on=due_at[:10], next_due_at=due_at)


async def test_they_are_read_by_the_old_rules_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes((RULES / "America/Los_Angeles").read_bytes())
    monkeypatch.setenv("PYTHONTZPATH", str(tmp_path))
    database = Database(f"sqlite:///{tmp_path}/old.sqlite3", Cipher([new_key()]))
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate, "0010")
        await connection.run_sync(fill)
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate, "0011")
        rows = (await connection.execute(text("SELECT nudge, next_at FROM schedules"))).all()
        ride = (await connection.execute(text("SELECT wall_at, wall_zone FROM ridealongs"))).one()
    await database.close()
    assert zoneinfo.TZPATH == (), "the pinned rules are in force again"
    assert {nudge: at and time.fromisoformat(at) for nudge, at in rows} == {
        "prompt_person": time(8, 30), "quarterly_letter": time(8, 30), "ridealong_brief": None,
    }  # fmt: skip
    assert (datetime.fromisoformat(ride.wall_at).isoformat(), ride.wall_zone) == (
        "2026-12-01T15:00:00", "America/Vancouver",
    )  # fmt: skip
