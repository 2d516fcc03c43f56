"""What means that the database is away, and what an operator reads of it at a start."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from bot.storage.base.away import is_away, why_unusable
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, async_url
from bot.storage.migrate import upgrade
from tests.databases import Postgres


class Answer(Exception):
    """An error of the driver's, with PostgreSQL's SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("the server's words.")
        self.sqlstate = sqlstate


def answer(sqlstate: str, statement: str | None = "SELECT 1", kind: type[DBAPIError] = DBAPIError) -> DBAPIError:
    """What SQLAlchemy raises; `statement` is None where no connection was made."""
    return kind(statement, None, Answer(sqlstate))


PASSING = ["08006", "25006", "28P01", "3D000", "40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "58030"]


@pytest.mark.parametrize("sqlstate", PASSING)
def test_what_says_nothing_about_the_statement_may_succeed_later(sqlstate: str) -> None:
    assert is_away(answer(sqlstate))


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(answer("23505", kind=IntegrityError), id="a row that is there"),
        pytest.param(answer("42P01", kind=ProgrammingError), id="a table that is not"),
        pytest.param(ValueError("a fault of ours"), id="a fault of ours"),
    ],
)
def test_a_fault_of_ours_is_none_of_the_database(error: Exception) -> None:
    assert not is_away(error)
    assert why_unusable(error) == ""


@pytest.mark.parametrize(
    ("error", "says"),
    [
        pytest.param(answer("28P01", None), "cannot be used: the server's words. Look", id="wrong password"),
        pytest.param(answer("53300", None), "cannot be used: the server's words. Look", id="too many connections"),
        pytest.param(answer("42501"), "cannot be used: the server's words. Look", id="may make no tables"),
        pytest.param(answer("25006"), "cannot be used: the server's words. Look", id="only reads"),
        pytest.param(answer("57P03", None), "cannot be reached (DBAPIError)", id="starting up"),
        pytest.param(ConnectionRefusedError(), "cannot be reached (ConnectionRefusedError)", id="nobody listens"),
    ],
)
def test_an_operator_reads_why_it_cannot_be_used(error: Exception, says: str) -> None:
    assert says in why_unusable(error)


async def refusal(url: str) -> str:
    """What an operator reads when the tables are to be made there."""
    database = Database(url, Cipher([new_key()]))
    with pytest.raises(Exception) as raised:  # noqa: PT011 - its own sentence is looked at
        await upgrade(database.engine)
    await database.close()
    return why_unusable(raised.value)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file that somebody gave by mistake."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Maria, this is no database. " * 100)
    return path


async def test_a_file_that_is_no_database_is_a_sentence(letter: Path) -> None:
    assert "file is not a database" in await refusal(f"sqlite:///{letter}")


async def test_a_folder_in_the_place_of_a_file_stays_as_open_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)

    assert "unable to open database file" in await refusal(f"sqlite:///{folder}")
    assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param("", 'database "nowhere" does not exist', id="database"),
        pytest.param("&target_session_attrs=standby", "", id="no standby"),
    ],
)
async def test_what_postgres_refuses_is_a_sentence(postgres: Postgres, options: str, says: str) -> None:
    name = "postgres" if options else "nowhere"

    sentence = await refusal(postgres.url(name) + options)

    assert sentence.startswith("The database cannot be used: ")
    assert says in sentence


@pytest.mark.parametrize(
    ("url", "where"),
    [
        pytest.param(
            "postgres://u:p@one:5433,two/chair?target_session_attrs=read-write",
            {"host": "one,two", "port": "5433,5432", "target_session_attrs": "read-write"},
            id="several hosts",
        ),
        pytest.param(
            "postgresql://u@%2Frun%2Fpg:5433/chair",
            {"host": "/run/pg", "port": "5433"},
            id="a socket in a host's place",
        ),
        pytest.param("postgresql://u@/chair?host=/run/pg", {"host": "/run/pg"}, id="a socket among the options"),
    ],
)
def test_hosts_are_read_as_libpq_reads_them(url: str, where: dict[str, Any]) -> None:
    read = async_url(url)

    assert (dict(read.query), read.host, read.database, read.username) == (where, None, "chair", "u")
