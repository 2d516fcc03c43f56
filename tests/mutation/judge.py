"""Tries mutants in copies of a pytest process that has run all tests once, as a pytest plugin.

The first run records how long each test takes and which blocks it reaches; a test that fails twice there ends
everything. For every mutant the process is forked; the copy changes the function and runs the tests that reach the
changed block, those that mirror its file first, and ends at the first failure. A test that takes ten times as long as
before, or as the average, hangs; then an unchanged copy runs the same test, and the mutant is tried again with ten
times what that took, and at least four times the earlier limit. So a busy machine decides nothing.
"""

import gc
import os
import select
import signal
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import mean
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest

from tests.code import ROOT
from tests.mutation.blocks import Place, Reached, watch
from tests.mutation.changes import Mutant
from tests.mutation.swap import NotSwapped, built_from, holders, is_function, made_from, remembering, swap

PATIENCE = 10
KILLED, LIVES, UNTRIED, HANGS = 10, 11, 12, 13  # how a copy ends; the last is how we end it


class Fate(StrEnum):
    """How a mutant ended."""

    KILLED = "killed"
    HANGS = "killed: it timed out"
    LIVES = "survived"
    UNREACHED = "survived: no test reaches it"
    UNTRIED = "not tried: it cannot be changed once loaded"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutant, how it ended, and the test that killed it."""

    mutant: Mutant
    fate: Fate
    test: str = ""


def comes_to(mutant: Mutant, module: str, places: Collection[Place], holding: Collection[str]) -> bool:
    """Whether a test in the file `module` that was at these places reached the change. A constant, or a function that
    made one, is reached by every test that ran code in a file that has it (`holding`), or that is in such a file.
    """
    if is_function(mutant.source) and (mutant.file, mutant.function, max(mutant.block, 1)) in places:
        return True
    return module in holding or any(file in holding for file, _, _ in places)


class Judge:
    """The plugin: it runs the tests, and then the mutants."""

    def __init__(self, mutants: Sequence[Mutant], tell: Callable[[Verdict], None], root: Path = ROOT) -> None:
        """`root` is the folder that the files of the mutants are in."""
        self._mutants = mutants
        self._tell = tell
        self._root = root
        self._seconds: dict[pytest.Item, float] = {}
        self._places: dict[pytest.Item, frozenset[Place]] = {}
        self._kills: Counter[tuple[str, str, pytest.Item]] = Counter()
        self._holding: dict[tuple[str, str], set[str]] = {}
        self._remembering: list[Any] = []
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each test once, then every mutant. Raises as pytest does where a test fails without a mutant."""
        if session.testsfailed:
            raise session.Interrupted("the tests cannot be collected")
        for mutant in self._mutants:
            made_of = built_from if is_function(mutant.source) else made_from
            made = made_of(mutant.file, mutant.function)
            held = (holders(mutant.file, constant, self._root) for constant in made)
            self._holding[mutant.file, mutant.function] = set[str]().union(*held)
        files = {mutant.file for mutant in self._mutants}.union(*self._holding.values())
        reached = watch(sorted(file for file in files if not file.startswith("test")), self._root)
        self._remembering = remembering(sorted({mutant.file for mutant in self._mutants}))
        for item, following in zip(session.items, [*session.items[1:], _nothing(session)], strict=True):
            self._measure(item, following, reached)
            if self._failed:  # again, alone: the machine may have been busy
                self._failed, session.testsfailed = False, 0
                self._measure(item, following, reached)
            if self._failed:
                raise session.Failed(f"{item.nodeid} fails without any mutant")
        gc.collect()
        gc.freeze()  # memory that a copy's garbage collection skips need not be copied
        for mutant in self._mutants:
            self._tell(self._judged(session, mutant))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember that a test failed."""
        self._failed = self._failed or report.failed

    def _measure(self, item: pytest.Item, following: pytest.Item, reached: Reached) -> None:
        self._forget()
        begun = monotonic()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        self._seconds[item] = monotonic() - begun
        self._places[item] = reached.take()

    def _forget(self) -> None:
        """Make every function do its work again: cached results would hide which tests reach it, and its change."""
        for function in self._remembering:
            function.cache_clear()

    def _judged(self, session: pytest.Session, mutant: Mutant) -> Verdict:
        holding = self._holding.get((mutant.file, mutant.function), set())
        items = [
            item
            for item, places in self._places.items()
            if comes_to(mutant, str(item.path.relative_to(self._root)), places, holding)
        ]
        if not items:
            return Verdict(mutant, Fate.UNREACHED)
        mirror = f"test_{Path(mutant.file).stem}"
        items.sort(
            key=lambda item: (
                -self._kills[mutant.file, mutant.function, item],
                item.path.stem != mirror,
                self._seconds[item],
            )
        )
        average = mean(self._seconds.values())
        limits = [PATIENCE * max(self._seconds[item], average) for item in items]
        code, last = self._try(session, mutant, items, limits)
        if code == HANGS:
            begun = monotonic()
            self._try(session, None, [items[last]], None)
            least = PATIENCE * (monotonic() - begun)
            code, last = self._try(session, mutant, items, [max(least, 4 * limit) for limit in limits])
        if code in {KILLED, HANGS}:  # tests that hang go last from now on: another may fail at once
            self._kills[mutant.file, mutant.function, items[last]] += 1 if code == KILLED else -1
            return Verdict(mutant, Fate.HANGS if code == HANGS else Fate.KILLED, items[last].nodeid)
        return Verdict(mutant, Fate.LIVES if code == LIVES else Fate.UNTRIED)

    def _try(
        self, session: pytest.Session, mutant: Mutant | None, items: list[pytest.Item], limits: list[float] | None
    ) -> tuple[int, int]:
        """How it ended, and the index in `items` of the last test it ran. `limits`: seconds for each test; None: no
        limit.
        """
        mine, theirs = os.pipe()
        process = os.fork()
        if not process:
            os._exit(self._copy(session, mutant, items, theirs))
        with suppress(ProcessLookupError):  # here, not in the copy, which may not have started when it is killed
            os.setpgid(process, process)
        os.close(theirs)
        last, code = 0, HANGS
        while select.select([mine], [], [], None if limits is None else limits[last])[0]:
            if not os.read(mine, 1):  # it ended
                code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
                break
            last = min(last + 1, len(items) - 1)
        os.close(mine)
        if code == HANGS:
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
        return (code if code in {LIVES, UNTRIED, HANGS} else KILLED), last

    def _copy(self, session: pytest.Session, mutant: Mutant | None, items: list[pytest.Item], pipe: int) -> int:
        """In the copy: change the function, and run the tests until one fails. Returns the exit code."""
        try:
            session.config.pluginmanager.unregister(name="terminalreporter")
            if mutant is not None:
                swap(mutant.file, mutant.function, mutant.source)
                self._forget()
            for item, following in zip(items, [*items[1:], _nothing(session)], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    return KILLED
                os.write(pipe, b".")
        except NotSwapped:
            return UNTRIED
        except BaseException:  # noqa: BLE001 - whatever a mutant breaks, it is killed
            return KILLED
        return LIVES


def _nothing(session: pytest.Session) -> pytest.Item:
    """What follows the last test: an item for which nothing but the session has to be kept."""
    return SimpleNamespace(listchain=lambda: [session])  # type: ignore[return-value] # all that is asked of it
