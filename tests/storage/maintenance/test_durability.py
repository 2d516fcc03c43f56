"""What a database's settings promise is reported truthfully, and the real server's settings are read."""

import pytest

from bot.storage.database import Database
from bot.storage.maintenance.durability import durability_of, postgres_durability


@pytest.mark.parametrize(
    ("settings", "outlasts", "says"),
    [
        (("off", "on", "on", ""), False, "fsync is off"),
        (("on", "off", "on", "s1"), False, "full_page_writes is off"),
        (("on", "on", "off", "s1"), False, "synchronous_commit is off"),
        (("on", "on", "local", "s1"), True, "a standby may lack the last ones"),
        (("on", "on", "on", ""), True, "a standby may lack the last ones"),
        (("on", "on", "remote_apply", "s1"), True, "survives the loss of this server"),
    ],
    ids=["fsync", "torn pages", "late commits", "local", "alone", "with a standby"],
)
def test_each_setting_gives_what_it_gives(settings: tuple[str, str, str, str], outlasts: bool, says: str) -> None:
    durability = postgres_durability(*settings)
    assert durability.outlasts is outlasts
    assert says in durability.says


async def test_a_server_is_asked_for_its_settings(postgres_database: Database) -> None:
    assert "fsync is off" in (await durability_of(postgres_database)).says  # as set by tests/databases.py


async def test_a_file_says_what_sqlite_keeps(sqlite_database: Database) -> None:
    durability = await durability_of(sqlite_database)
    assert durability.outlasts
    assert "synchronous=FULL" in durability.says
