"""Tells a database that is away from other faults, and explains to an operator why it cannot be used."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

AWAY = (
    "The database cannot be reached: {words}. Is it running, and is DATABASE_URL right? `python -m bot doctor` tells "
    "you more."
)
UNUSABLE = "The database cannot be used: {words}. Check DATABASE_URL; `python -m bot doctor` tells you more."
DAMAGED = "The database is damaged: {words}. Restore your last backup: `python -m bot restore FILE`."
UNREACHED = ("08", "57P")  # no connection; shutting down or starting up
# Beginnings of PostgreSQL SQLSTATEs that say nothing about the statement: it may succeed later.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
PASSING = (
    *UNREACHED,
    "25006",  # read-only: a standby, or a disk that is nearly full
    "28",  # it does not let us in
    "3D",  # there is no such database
    "40",  # rolled back in favour of another transaction
    "53",  # too many connections, no memory, no disk
    "55P03",  # somebody else holds a lock
    "57014",  # took longer than a setting allows
    "58",  # its own disk or system failed
)
SETUP = ("25006", "3F", "42501")  # read-only, or has no schema for us, or forbids what a start needs


def is_away(error: Exception) -> bool:
    """Whether `error` means that the database could not be reached or could not serve, so that the same statement may
    succeed later.
    """
    if isinstance(error, DBAPIError):
        return (
            error.connection_invalidated
            or error.statement is None  # no connection was made
            or _state(error).startswith(PASSING)
            or isinstance(error, InterfaceError | OperationalError)
        )
    return isinstance(error, OSError | TimeoutError)


def leaves_open(error: Exception) -> bool:
    """Whether a commit that ended with `error` may have succeeded all the same: the connection broke, and the server
    said nothing about it.
    """
    return is_away(error) and (not (state := _state(error)) or state.startswith(UNREACHED))


def why_unusable(error: Exception) -> str:
    """The sentence for an operator whose database is away, or does not let us in or do our work; "" if `error` is about
    something else.
    """
    state = _state(error)
    is_answered = not state.startswith(UNREACHED)
    if is_answered and isinstance(error, DBAPIError):
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:
            return DAMAGED.format(words=words_of(error))
        is_of_a_file = isinstance(error.orig, sqlite3.OperationalError)  # which is never out of reach
        if error.statement is None or state.startswith(SETUP) or is_of_a_file:
            return UNUSABLE.format(words=words_of(error))
    return AWAY.format(words=words_of(error)) if is_away(error) else ""


def words_of(error: Exception) -> str:
    """What the server, the driver or the system says of `error`: it names hosts, users and databases but no password.
    The name of its type if it says nothing.
    """
    said = error.orig if isinstance(error, DBAPIError) else getattr(error, "strerror", None) or error
    return str(said).rstrip(".") or type(error).__name__


def _state(error: Exception) -> str:
    """PostgreSQL's SQLSTATE, "" if there is none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
