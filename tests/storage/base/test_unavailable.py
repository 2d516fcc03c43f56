"""What means that the database is down, and what an operator reads about it at start-up."""

import sqlite3

import pytest
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError, ProgrammingError

from bot.storage.base.unavailable import is_away, leaves_open, why_unusable


class Answer(Exception):
    """A driver error with PostgreSQL's SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("the server's words.")
        self.sqlstate = sqlstate


def answer(sqlstate: str, statement: str | None = "SELECT 1", kind: type[DBAPIError] = DBAPIError) -> DBAPIError:
    """What SQLAlchemy raises; `statement` is None where no connection was made."""
    return kind(statement, None, Answer(sqlstate))


def corrupt() -> DatabaseError:
    """What SQLite says of a file with a page that makes no sense."""
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return DatabaseError("SELECT 1", None, error)


PASSING = ["08006", "25006", "28P01", "3D000", "40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "58030"]


@pytest.mark.parametrize("sqlstate", PASSING)
def test_what_says_nothing_about_the_statement_may_succeed_later(sqlstate: str) -> None:
    assert is_away(answer(sqlstate))


@pytest.mark.parametrize("statement", ["SELECT 1", None], ids=["broke", "was never made"])
def test_a_connection_that_broke_or_was_never_made_is_away_whatever_the_driver_calls_it(statement: str | None) -> None:
    assert is_away(DBAPIError(statement, None, Exception("a word"), connection_invalidated=statement is not None))


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
    ("error", "is_open"),
    [
        pytest.param(ConnectionResetError(), True, id="the connection broke"),
        pytest.param(answer("08003"), True, id="no connection any more"),
        pytest.param(answer("57P01"), True, id="the server was shut down"),
        pytest.param(answer("40001"), False, id="the server says that it rolled back"),
        pytest.param(answer("53100"), False, id="the server says that its disk is full"),
        pytest.param(ValueError("a fault of ours"), False, id="a fault of ours"),
    ],
)
def test_a_commit_whose_answer_is_lost_leaves_open_whether_it_is_kept(error: Exception, is_open: bool) -> None:
    assert leaves_open(error) is is_open


@pytest.mark.parametrize(
    ("error", "says"),
    [
        pytest.param(answer("28P01", None), "cannot be used: the server's words. Check", id="wrong password"),
        pytest.param(answer("53300", None), "cannot be used: the server's words. Check", id="too many connections"),
        pytest.param(answer("42501"), "cannot be used: the server's words. Check", id="may make no tables"),
        pytest.param(answer("25006"), "cannot be used: the server's words. Check", id="only reads"),
        pytest.param(answer("3F000"), "cannot be used: the server's words. Check", id="has no schema for our tables"),
        pytest.param(
            OperationalError("BEGIN", None, sqlite3.OperationalError("attempt to write a readonly database")),
            "cannot be used: attempt to write a readonly database. Check",
            id="a file of somebody else's",
        ),
        pytest.param(corrupt(), "is damaged: database disk image is malformed. Restore", id="damaged"),
        pytest.param(answer("57P03", None), "cannot be reached: the server's words. Is it", id="starting up"),
        pytest.param(
            ConnectionRefusedError(111, "Connect call failed"),
            "cannot be reached: Connect call failed. Is it",
            id="nobody listens",
        ),
        pytest.param(TimeoutError(), "cannot be reached: TimeoutError. Is it", id="nobody answers"),
    ],
)
def test_an_operator_reads_why_it_cannot_be_used(error: Exception, says: str) -> None:
    assert says in why_unusable(error)
