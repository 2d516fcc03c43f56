"""What a failing statement logs: which statement it was, never its values."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot import log
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, reading
from bot.storage.tables import seen
from tests.databases import with_tables_at
from tests.storage.cases import NOW

SECRET = "USECRET"

pytestmark = pytest.mark.usefixtures("restored_logging")


@pytest.mark.parametrize("log_format", ["json", "console"])
async def test_no_value_of_a_statement_reaches_the_log(
    database: Database, capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    log.configure(log_format, "INFO")
    row = {"workspace_id": "T1", "key": SECRET, "at": NOW}
    try:
        async with database.connection() as connection:
            await connection.execute(insert(seen), row)
            await connection.execute(insert(seen), row)
    except IntegrityError as error:
        log.get("here").error("request.failed", exc_info=error)
        logging.getLogger("library").error("it failed", exc_info=error)
    printed = capsys.readouterr().err
    assert printed.count("INSERT INTO seen") >= 2
    assert SECRET not in printed


async def test_nor_does_one_of_a_file_that_is_only_looked_at(tmp_path: Path) -> None:
    with_tables_at(tmp_path / "former.sqlite3")
    former = Database(f"sqlite:///{tmp_path / 'former.sqlite3'}", Cipher([new_key()]), looks_only=True)
    with pytest.raises(OperationalError) as failed:
        async with reading(former.engine) as connection:
            await connection.execute(text("SELECT 1 FROM gone WHERE user_id = :user_id"), {"user_id": SECRET})
    assert SECRET not in str(failed.value)
