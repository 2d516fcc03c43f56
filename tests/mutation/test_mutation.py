"""The tool itself: its lists are true, and it finds what lives, what hangs, and what no test reaches."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.code import ROOT
from tests.mutation.areas import AREAS, Area, sharing_tests
from tests.mutation.reasons import outdated, reasons, written

PLANTED = """
from functools import cache

LEAST = 1
ENOUGH = LEAST + 1


def _most():
    return LEAST + 8


MOST, MORE = _most(), _most() + 1
READ_ALONE = {1, 2}


def longest(words):
    best = 0
    for word in words:
        if len(word) > best and len(word) >= LEAST:
            best = len(word)
    return best


def counted(number):
    while number:
        number -= 1
    return number


def enough(number):
    return ENOUGH <= number <= MOST


class Twice(list):
    def append(self, thing):
        super().append(thing)
        super().append(thing)


@cache
def remembered():
    return half(4)


def half(number):
    return number // 2


def forgotten():
    return 1 + 1
"""
TESTS = """
from planted import READ_ALONE, Twice, counted, enough, longest, remembered


def test_the_longest():
    assert longest(["a", "bbb", "cc"]) == 3


def test_counted():
    assert counted(3) == 0


def test_enough():
    assert enough(2)
    assert not enough(10)


def test_twice():
    twice = Twice()
    twice.append(1)
    assert twice == [1, 1]


def test_remembered_at_first():
    remembered()


def test_remembered():
    assert remembered() == 2


def test_read_alone():
    assert READ_ALONE == {1, 2}


runs = []


def test_that_fails_once_on_a_busy_machine():
    runs.append(1)
    assert len(runs) > 1
"""
RUN = """
import json, pytest, sys
from pathlib import Path
from tests.mutation.changes import mutants_of
from tests.mutation.judge import Judge
root = Path(sys.argv[1])
told = []
judge = Judge(list(mutants_of("planted.py", root=root)), told.append, root)
options = ["-q", "-p", "no:cacheprovider", "-c", "none.ini", "--rootdir", str(root)]
Path("none.ini").touch()
assert pytest.main([*options, "test_planted.py"], plugins=[judge]) == 0
fates = [[verdict.mutant.function, verdict.mutant.was, verdict.mutant.now, verdict.fate] for verdict in told]
Path("told.json").write_text(json.dumps(fates))
"""


@pytest.fixture(scope="module")
def fates(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], str]:
    """How every mutant of PLANTED ended, in a process of its own."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "planted.py").write_text(PLANTED, encoding="utf-8")
    (folder / "test_planted.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-c", RUN, str(folder)]
    path = {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=os.environ | path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return {(function, was, now): fate for function, was, now, fate in told}


def test_a_planted_survivor_is_found(fates: dict[tuple[str, str, str], str]) -> None:
    condition = "if len(word) > best and len(word) >= LEAST:"
    assert fates["longest", condition, "if len(word) > best:"] == "survived"
    assert fates["ENOUGH", "ENOUGH = LEAST + 1", "ENOUGH = LEAST - 1"] == "survived"


@pytest.mark.parametrize(
    ("function", "was", "now"),
    [
        ("longest", "if len(word) > best and len(word) >= LEAST:", "if len(word) >= LEAST:"),
        ("longest", "if len(word) > best and len(word) >= LEAST:", "if False:"),
        ("counted", "while number:", "while False:"),
        ("ENOUGH", "ENOUGH = LEAST + 1", "ENOUGH = LEAST + 2"),
        ("LEAST", "LEAST = 1", "LEAST = 2"),
        ("READ_ALONE", "READ_ALONE = {1, 2}", "READ_ALONE = {1, }"),
        ("half", "return number // 2", "return number // 3"),
    ],
    ids=[
        "half a condition",
        "a condition",
        "a loop",
        "a constant",
        "one another is made of",
        "one the test imports",
        "what is remembered",
    ],
)
def test_what_a_test_tells_apart_is_killed(
    fates: dict[tuple[str, str, str], str], function: str, was: str, now: str
) -> None:
    assert fates[function, was, now] == "killed"


def test_what_never_ends_is_killed(fates: dict[tuple[str, str, str], str]) -> None:
    assert fates["counted", "number -= 1", "pass"] == "killed: it timed out"


def test_what_no_test_comes_to_lives(fates: dict[tuple[str, str, str], str]) -> None:
    assert fates["forgotten", "return 1 + 1", "return 1 - 1"] == "survived: no test reaches it"


def test_every_reason_is_about_a_mutant_that_is_made() -> None:
    assert outdated(reasons()) == []


def test_a_reason_for_what_is_not_made_any_more_is_found() -> None:
    gone = ("bot/domain/aggregates.py", "is_shown", "return aggregate", "return None")
    file_gone = ("bot/domain/nothing.py", "nothing", "a", "b")
    assert outdated({gone: "it was the same", file_gone: "as well"}) == [gone, file_gone]


@pytest.mark.parametrize("problem", ["twice", "without a reason"])
def test_a_reason_stands_once_and_says_something(tmp_path: Path, problem: str) -> None:
    entry = '[[mutant]]\nfile = "f"\nfunction = "g"\nwas = "a"\nnow = "b"\nreason = "{}"\n'
    text = entry.format("It makes no difference, since nobody asks.") * 2 if problem == "twice" else entry.format("no")
    (tmp_path / "list.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=problem):
        reasons(tmp_path / "list.toml")


def test_every_mutant_by_hand_can_be_made_and_is_in_an_area() -> None:
    assert {mutant.file for mutant in written()} <= {file for area in AREAS for file in area.files()}


def test_a_mutant_by_hand_whose_text_is_gone_is_found() -> None:
    from tests.mutation.changes import by_hand  # noqa: PLC0415 - libcst takes most of a second, in every process

    with pytest.raises(ValueError, match="0 times, not once"):
        by_hand("bot/domain/aggregates.py", "is_shown", "what never stood there", "pass")


def test_areas_that_share_tests_are_judged_together() -> None:
    first, second, both, alone = (Area(str(tests), (), tests) for tests in (("a",), ("b",), ("a", "b"), ("c",)))
    assert sharing_tests([first, second, alone, both]) == [[alone], [first, second, both]]


def test_an_area_may_be_about_some_lines() -> None:
    area = Area("asked", ("bot/services/people/retention.py", "bot/services/home.py"), ("t",), only=("Permission.",))
    assert {m.function for m in area.mutants(area.files())} == {"Retention.set", "Retention.to_confirm", "Home._admin"}


@pytest.mark.parametrize("folder", ["bot/delivery", "bot/storage/outbox", "bot/storage/privacy"])
def test_what_must_not_fail_is_changed_as_a_whole(folder: str) -> None:
    changed = {file for area in AREAS if not area.only for file in area.files()}
    files = {str(path.relative_to(ROOT)) for path in (ROOT / folder).glob("*.py") if path.stem != "__init__"}
    assert files - changed == set()


def test_every_area_names_what_exists() -> None:
    places = [ROOT / place for area in AREAS for place in (*area.code, *area.tests)]
    assert [place for place in places if not place.exists()] == []


def test_words_the_log_and_annotations_are_left_alone(tmp_path: Path) -> None:
    from tests.mutation.changes import mutants_of  # noqa: PLC0415 - as above

    text = (
        '__all__ = ["Said", "said"]\n'
        'Said = Callable[[str, int], dict[str, int]]\nS = TypeVar("S", bound=str)\n'
        "class Says(Protocol):\n    def say(self, number: int = 1) -> int:\n        ...\n"
        'def said(self, name: "str | None") -> None:\n'
        '    assert name\n    self._log.info("said", name=name, more=1 + 1)\n    return zip(strict=True)\n'
    )
    (tmp_path / "said.py").write_text(text, encoding="utf-8")
    assert list(mutants_of("said.py", root=tmp_path)) == []


def test_of_two_that_are_compared_each_is_taken_alone(tmp_path: Path) -> None:
    from tests.mutation.changes import mutants_of  # noqa: PLC0415 - as above

    (tmp_path / "most.py").write_text("def most(a):\n    return max(a, 3) + min(a, 1, 2)\n", encoding="utf-8")
    now = {mutant.now for mutant in mutants_of("most.py", root=tmp_path)}
    assert {"return (a) + min(a, 1, 2)", "return (3) + min(a, 1, 2)"} < now
