"""The habits that a machine can check: sizes, folders, one clock, and imports without side effects."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from bot import FORMER_WORDS
from tests.code import ROOT, SHIPPED, Module, modules
from tests.syntax import code, functions, may_have_longer, names

FOLDERS = {"bot", "handlers", "content", "tests"}
FILES = {
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "Makefile", "Procfile"),
    *("manifest.json", "pyproject.toml", "requirements.txt", "requirements-dev.txt", ".env.example", ".gitignore"),
    *(
        ".editorconfig",
        ".pre-commit-config.yaml",
        "Dockerfile",
        ".dockerignore",
        "compose.yaml",
        "app.json",
        "mkdocs.yml",
    ),
}
EVERYWHERE = (*SHIPPED, "tests")
LONGEST_FILE, MEDIAN_FILE, LONGEST_FUNCTION = 250, 80, 50
MOST_FILES = 20  # directly in a folder
HOLDS_ANYTHING = {"each", "found", "it", "one", "thing", "what", "whoever"}
# The local Slack signs its requests with the real time, as Slack does, wherever the product's clock stands.
CLOCKS = {"bot/clock.py", "bot/localslack/app/dispatch.py"}
NOW = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
# Runs in a fresh interpreter and prints everything that reaches outside while our modules load. Writes no bytecode.
LOAD = """
import gc, importlib, logging, os, sys, threading
gc.disable()  # what is imported stays
import pydantic_settings
outside = {"socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.system"}
seen = []
def watch(event, args):
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if event in outside or writes:
        seen.append(f"{event} {args[0]!r}")
sys.addaudithook(watch)
pydantic_settings.BaseSettings.__init__ = lambda self, **given: seen.append("the environment was read")
start = threading.Thread.start
threading.Thread.start = lambda self: (seen.append(f"thread {self.name}"), start(self))
before = list(logging.getLogger().handlers)
for name in sys.argv[1:]:
    importlib.import_module(name)
if logging.getLogger().handlers != before:
    seen.append("logging was set up")
print("\\n".join(seen))
"""


def tracked() -> list[Path]:
    """Every file that git tracks or would add; skips the test where this is not a clone."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone")
    return [Path(line) for line in found.stdout.splitlines()]


def test_no_file_is_too_long() -> None:
    assert {str(each.path): each.lines for each in modules(*EVERYWHERE) if each.lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = [each for each in modules(*EVERYWHERE) if may_have_longer(each, LONGEST_FUNCTION)]
    every = [(each, name, lines) for each in long for name, lines in functions(each)]
    assert [f"{each.path} {name}: {lines}" for each, name, lines in every if lines > LONGEST_FUNCTION] == []


def test_no_folder_is_too_full() -> None:
    files = Counter(each.path.parent for each in modules(*SHIPPED) if each.path.name != "__init__.py")
    assert {str(folder): count for folder, count in files.items() if count > MOST_FILES} == {}


def test_no_two_classes_share_a_name() -> None:
    classes = Counter(
        name for each in modules(*SHIPPED) for name in re.findall(r"^\s*class (\w+)", code(each), re.MULTILINE)
    )
    assert [name for name, count in classes.items() if count > 1] == []


def test_no_former_word_is_used_for_what_has_a_better_one() -> None:
    words = re.compile(r"(?:^|_)(" + "|".join(sorted(FORMER_WORDS)) + r")(?:$|_)")
    anywhere = re.compile(r"(?<![a-z0-9])(?:" + "|".join(sorted(FORMER_WORDS)) + r")(?![a-z0-9])")
    used = {
        (str(each.path), name)
        for each in modules(*SHIPPED)
        if anywhere.search(code(each).lower())
        if not {"localslack", "playground", "lint"} & set(each.path.parts)  # which have their own words
        for name in {name for _, name in names(each)}
        if words.search(name.lower())
    }
    assert used == set()


def test_every_variable_says_what_it_holds() -> None:
    """A name that fits anything tells nobody whether it holds a person, a check-in, or a list of rows."""
    anywhere = re.compile(r"\b(?:" + "|".join(HOLDS_ANYTHING) + r")\b")
    named = {
        f"{each.path}:{line} {name}"
        for each in modules(*SHIPPED)
        if anywhere.search(code(each))
        for line, name in names(each)
        if name in HOLDS_ANYTHING
    }
    assert named == set()


def test_most_files_are_short() -> None:
    assert median(module.lines for module in modules(*EVERYWHERE) if module.lines > 1) <= MEDIAN_FILE


def test_every_module_says_what_belongs_in_it() -> None:
    assert [str(each.path) for each in modules(*SHIPPED) if not each.text.startswith('"""')] == []


def test_nothing_else_stands_at_the_top() -> None:
    paths = tracked()
    folders = {path.parts[0] for path in paths if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert (folders - FOLDERS, {str(path) for path in paths if len(path.parts) == 1} - FILES) == (set(), set())


def test_no_test_takes_anything_from_another_test() -> None:
    """What several tests need is in a file of its own, where it can be found and pytest collects nothing."""
    taken = re.compile(r"^from (?:tests\.|\.)\S*\btest_\w+ import", re.MULTILINE)
    assert [str(each.path) for each in modules("tests") if taken.search(each.text)] == []


@pytest.mark.parametrize("mark", ["noqa: [A-Z0-9, ]+", r"type: ignore\[[a-z, -]+\]", "pragma: no cover"])
def test_what_is_silenced_has_its_reason_beside_it(mark: str) -> None:
    bare = re.compile(rf"# {mark}$", re.MULTILINE)
    found = [str(each.path) for each in modules(*EVERYWHERE) if bare.search(each.text)]
    assert found == []


def reads_the_clock(module: Module) -> bool:
    """Whether it calls or passes on one of the functions that tell the time of day."""
    telling = {each.rpartition(".")[2] for each in NOW}
    attributes = (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
    named = {ast.unparse(node) for node in attributes if node.attr in telling}
    return any(name == each or name.endswith(f".{each}") for name in named for each in NOW)


def test_only_the_clock_reads_the_wall_clock() -> None:
    telling = re.compile(r"\.(?:" + "|".join({each.rpartition(".")[2] for each in NOW}) + r")\b")
    may = [each for each in modules(*SHIPPED) if telling.search(code(each))]
    assert {str(each.path) for each in may if reads_the_clock(each)} == CLOCKS


def test_importing_everything_does_nothing() -> None:
    imported = [
        module.name
        for module in modules(*SHIPPED)
        if module.path.name != "__main__.py" and "migrations" not in module.path.parts  # these run when they are loaded
    ]
    command = [sys.executable, "-B", "-W", "error", "-c", LOAD, *imported]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (loaded.returncode, loaded.stdout.strip(), loaded.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", ".ci/uv.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []
    pinned = re.findall(r"^([a-z0-9][^\s=<>~!;]*)(\S*)", text, re.MULTILINE | re.IGNORECASE)
    assert [package for package, version in pinned if not version.startswith("==")] == []
    assert text.count("--hash=sha256:") >= len(pinned) > 0
