"""What a failing statement tells the log: which statement it was, never with what values."""

import logging

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot import log
from bot.storage.database import Database
from bot.storage.tables import seen
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
