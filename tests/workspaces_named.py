"""Checks, over the whole suite, that every statement of ours names the workspace: that each table with a workspace in
it is compared with one, in the part of the statement that reads or changes it.

Registered in `tests/fixtures.py`. A statement that is meant for all workspaces says so (`across_workspaces`), and takes
no locks. The tests' own statements are exempt.
"""

import sys
from collections.abc import Generator, Iterator, Sequence
from types import FrameType
from typing import Any

import greenlet  # type: ignore[import-untyped]  # it has no stubs
import pytest
from sqlalchemy import CompoundSelect, Delete, Insert, Select, Table, Update, event
from sqlalchemy.engine import Engine
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping, Tuple
from sqlalchemy.sql.selectable import Alias, FromClause, Join

from bot.storage.base.rows import ACROSS
from bot.storage.placement import WHOLE, workspace_column
from bot.storage.tables import metadata
from tests.code import ROOT

OURS = (f"{ROOT}/bot/", f"{ROOT}/tests/")
BETWEEN = (f"{ROOT}/tests/workspaces_named.py", f"{ROOT}/bot/storage/base/in_loop.py")  # run no statements of their own
_faults: dict[tuple[str, bool], str | None] = {}  # by a statement's text, and whether it is meant for all workspaces
_seen: list[str] = []  # since the last check


def fault_of(statement: Any) -> str | None:
    """What is wrong with a statement; None for nothing."""
    if not isinstance(statement, Select | CompoundSelect | Update | Delete | Insert):
        return None
    within = [*visitors.iterate(statement)]
    parts = [part for part in within if isinstance(part, Select | Update | Delete)]
    tables = {_table(part) for part in within} - {None}
    if len({table in WHOLE for table in tables}) > 1:
        return "joins a table that lies with its workspace to one that is whole"
    if statement.get_execution_options().get(ACROSS):
        locks = any(isinstance(part, Select) and part._for_update_arg is not None for part in parts)
        return "locks rows of all workspaces" if locks else None
    froms: dict[Any, Sequence[Any]] = {part: _froms(part) for part in parts}
    around = (
        set()
        if isinstance(statement, CompoundSelect)
        else {source.name for source in _sources(froms.get(statement) or _froms(statement))}
    )
    unnamed = {
        str(_table(source))
        for part, read in froms.items()
        for source in _unnamed(part, read, set() if part is statement else around)
    }
    return f"names no workspace for {', '.join(sorted(unnamed))}" if unnamed else None


def _table(part: Any) -> Table | None:
    while isinstance(part, Alias):
        part = part.element
    return part if isinstance(part, Table) and part.metadata is metadata else None


def _sources(froms: Sequence[Any]) -> list[Any]:
    """The tables with a workspace that one part of a statement reads or changes, by their names there."""
    return [source for from_ in froms for source in _read(from_)]


def _froms(part: Any) -> Sequence[Any]:
    """What a part reads or changes; SQLAlchemy works it out again each time, which is most of a check's cost."""
    return part.get_final_froms() if isinstance(part, Select) else [part.table]


def _unnamed(part: Select[Any] | Update | Delete, froms: Sequence[Any], around: set[str]) -> list[FromClause]:
    """The tables that are compared with no workspace. Tables `around` a part are read there: as in SQLAlchemy, an inner
    part reads them again only where it reads nothing else.
    """
    joins = [each for from_ in froms for each in visitors.iterate(from_) if isinstance(each, Join)]
    conditions = [whole for join in joins for whole in _every(join.onclause)] + [*_every(part.whereclause)]
    sources = {source.name: source for source in _sources(froms)}
    read = {name: source for name, source in sources.items() if name not in around} or sources
    equal = [pair for condition in conditions if (pair := _compared(condition)) is not None]
    named = {one for one, other in equal if other not in read}  # with a value, or with a table around this part
    for _ in equal:
        named |= {name for pair in equal if not named.isdisjoint(pair) for name in pair if name}
    return [source for name, source in read.items() if name not in named]


def _read(source: Any) -> list[Any]:
    """The tables with a workspace that a FROM reads, by their names there."""
    if isinstance(source, Join):
        return [*_read(source.left), *_read(source.right)]
    return [source] if (table := _table(source)) is not None and table not in WHOLE else []


def _every(condition: Any) -> Iterator[Any]:
    """The conditions that must all be true for a condition to be true."""
    while isinstance(condition, Grouping):
        condition = condition.element
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _every(part)
    elif condition is not None:
        yield condition


def _compared(condition: Any) -> tuple[str, str | None] | None:
    """The name of the table whose workspace a condition compares, and of the one compared with it; None for a value."""
    if not isinstance(condition, BinaryExpression) or condition.operator not in {operators.eq, operators.in_op}:
        return None
    sides = [_workspace_of(condition.left), _workspace_of(condition.right)]
    if sides[0] is None:
        sides.reverse()
    return None if sides[0] is None else (sides[0], sides[1])


def _workspace_of(side: Any) -> str | None:
    """The name of the table whose workspace is, or begins, one side of a comparison."""
    if isinstance(side, Tuple):
        return next((name for part in side.clauses if (name := _workspace_of(part)) is not None), None)
    source: Any = getattr(side, "table", None)
    table = _table(source)
    if table is None or table in WHOLE or side.name != workspace_column(table).name:
        return None
    return str(source.name)


def _is_ours() -> bool:
    """Whether the innermost running function of ours is the product's, not a test's."""
    running: Any = greenlet.getcurrent()
    frame: FrameType | None = sys._getframe(1)
    while frame is not None or running.parent is not None:
        if frame is None:
            running = running.parent
            frame = running.gr_frame
            continue
        if frame.f_code.co_filename.startswith(OURS) and frame.f_code.co_filename not in BETWEEN:
            return frame.f_code.co_filename.startswith(OURS[0])
        frame = frame.f_back
    return False


def _watch(_connection: Any, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
    compiled = context.compiled
    if not isinstance(compiled, SQLCompiler):
        return
    # Not `compiled.statement`: a test may have compiled the same text before, without `across_workspaces`.
    asked = context.invoked_statement
    key = (compiled.string, bool(asked.get_execution_options().get(ACROSS)))
    if key not in _faults:
        _faults[key] = fault_of(asked)
    if (fault := _faults[key]) and _is_ours():
        _seen.append(f"{fault}: {compiled.string}")


def pytest_sessionstart() -> None:
    """Start watching."""
    event.listen(Engine, "before_cursor_execute", _watch)


def pytest_sessionfinish() -> None:
    """Stop watching."""
    event.remove(Engine, "before_cursor_execute", _watch)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Fail a test during which a statement named no workspace."""
    del item
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    if _seen and report.outcome != "failed":
        report.outcome = "failed"
        report.longrepr = f"A statement {_seen[0]}"
    _seen.clear()
