"""Makes a database fail as its driver would: at a statement, at a commit, or at the answer to one that was kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.storage.database import Database
from handlers import errors
from tests.failing.fault import Fault

BEGIN, COMMIT, KEPT = "BEGIN", "COMMIT", "COMMIT, whose answer is lost"
_answers: ContextVar[bool] = ContextVar("answers", default=False)  # whether an error is being answered


class Faults:
    """The faults of one SQLite file. A commit's answer can be lost as PostgreSQL's can; a real file never loses one."""

    def __init__(self, database: Database, patch: pytest.MonkeyPatch) -> None:
        self.answers_asked = 0  # connections that were wanted while an error was being answered
        self._fault = Fault(0, [])
        self._is_lost = False
        self._error = database.engine.sync_engine.dialect.loaded_dbapi.OperationalError
        for engine in (database.engine.sync_engine, database._readers.sync_engine):
            for name in ("do_execute", "do_executemany", "do_execute_no_params"):
                event.listen(engine, name, self._executes)
            event.listen(engine, "begin", self._begins, insert=True)
            for name in ("checkout", "do_connect"):
                event.listen(engine, name, self._wanted)
            patch.setattr(engine.dialect, "do_commit", partial(self._commits, engine.dialect.do_commit))
        patch.setattr(Database, "is_shared", property(lambda _database: self._is_lost))
        patch.setattr(errors, "show_failure", partial(_answering, errors.show_failure))

    @contextmanager
    def failing(self, number: int = 0, *, stays: bool = False) -> Iterator[Fault]:
        """Within the block, fail the statement with this number; with 0, only note all of them."""
        self._fault = Fault(number, [], stays)
        try:
            yield self._fault
        finally:
            self._fault, self._is_lost = Fault(0, []), False

    def _executes(self, _cursor: Any, statement: str, *_: Any) -> None:
        self._ask(statement)

    def _begins(self, _connection: object) -> None:
        try:
            self._ask(BEGIN)
        except self._error as error:
            raise OperationalError(BEGIN, None, error) from error

    def _commits(self, commit: Any, connection: Any) -> None:
        self._ask(COMMIT)
        commit(connection)
        self._ask(KEPT)

    def _ask(self, what: str) -> None:
        self._fault.asked.append(what)
        self._is_lost = False
        if self._fault.takes():
            self._is_lost = what in {COMMIT, KEPT}
            raise self._error("disk I/O error")

    def _wanted(self, *_: Any) -> None:
        self.answers_asked += _answers.get()


async def _answering(show: Any, *args: Any) -> None:
    token = _answers.set(True)
    try:
        await show(*args)
    finally:
        _answers.reset(token)
