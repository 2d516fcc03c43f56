"""What each process of a run imports before it collects, and in what order."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.constants_ast import constants_from_module

from tests import conftest
from tests.collecting import in_turn, read_in_turn


def test_each_begins_elsewhere_and_imports_every_test_once() -> None:
    orders = [in_turn(worker, 3) for worker in range(3)]
    tests = [[name for name in order if not name.endswith(".conftest")] for order in orders]
    assert len({order[0] for order in tests}) == 3
    assert [len(order) for order in tests] == [len(set(order)) for order in tests]
    assert sorted(tests[0]) == sorted(tests[1]) == sorted(tests[2])
    assert {"tests.test_collecting", "tests.domain.checkins.test_insights"} <= {*tests[0]}


def test_what_prepares_tests_comes_before_them() -> None:
    order = in_turn(1, 2)
    prepares = [name for name in order if name.endswith(".conftest")]
    assert order[: len(prepares)] == prepares
    assert "tests.domain.conftest" in prepares


def test_each_reads_a_part_for_hypothesis_and_all_of_them_everything() -> None:
    parts = [read_in_turn(worker, 3) for worker in range(3)]
    assert all(parts)
    assert [module for part in parts for module in part] == read_in_turn(0, 1)


def test_hypothesis_keeps_what_it_read_for_the_next_process(tmp_path: Path) -> None:
    set_hypothesis_home_dir(tmp_path)
    try:
        constants_from_module.__wrapped__(read_in_turn(0, 1)[0])
    finally:
        set_hypothesis_home_dir(None)
    assert len([*(tmp_path / "constants").iterdir()]) == 1


@pytest.mark.parametrize(
    ("dist", "given", "taken"),
    [
        pytest.param("no", {}, ["tests.fixtures"], id="runs all by itself"),
        pytest.param("worksteal", {}, [], id="hands tests out"),
        pytest.param("no", {"workerinput": {}}, ["tests.fixtures"], id="a worker"),
    ],
)
def test_who_runs_no_test_loads_none_of_our_code(
    dist: str, given: dict[str, Any], taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    imported: list[str] = []
    stopped: list[str] = []
    monkeypatch.setattr("gc.disable", lambda: stopped.append("until all is collected"))
    plugins = SimpleNamespace(import_plugin=imported.append)
    config = SimpleNamespace(getoption=lambda _name, _default: dist, pluginmanager=plugins, **given)
    conftest.pytest_configure(cast("pytest.Config", config))
    assert imported == taken
    assert len(stopped) == len(taken)
    assert {"Context", "Database", "structlog"}.isdisjoint(vars(conftest))
