"""Documents are true of the code: every file, link, target and command that they name exists."""

import re
from functools import cache

import pytest
from typer.main import get_command

from bot.cli.typer_app import cli
from bot.storage.tables import metadata
from tests.code import ROOT

FOLDERS = ("bot", "handlers", "content", "tests", ".github", ".ci")
ROOMS = sorted(str(path.relative_to(ROOT)) for folder in FOLDERS for path in (ROOT / folder).rglob("README.md"))
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", *ROOMS)
FLOORS = ("bot", "handlers", "content", "tests")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"\.?[\w-]+(?:/[\w.-]+)*/?")
ENDING = re.compile(r"\.(?:py|toml|json|txt|md|yml|html)$|/")
MODULE = re.compile(r"(?:bot|handlers|content|tests)(?:\.[a-z_]+)+")


@cache
def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def said(document: str, pattern: str) -> set[str]:
    """What the group in `pattern` matches in a document's code, between backticks and in fences."""
    code = "\n".join([*CODE.findall(text_of(document)), *FENCE.findall(text_of(document))])
    return set(re.findall(pattern, code, re.MULTILINE))


@cache
def paths() -> frozenset[str]:
    """Every file and folder of the repository, as written from its root and from each folder on its path."""
    found = [path for folder in FOLDERS for path in ((ROOT / folder), *(ROOT / folder).rglob("*"))]
    whole = [path.relative_to(ROOT).parts for path in (*found, *ROOT.glob("*"))]
    return frozenset("/".join(parts[start:]) for parts in whole for start in range(len(parts)))


def heading(text: str) -> str:
    """A heading as GitHub anchors it."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    named = {code for code in CODE.findall(text_of(document)) if PATH.fullmatch(code) and ENDING.search(code)}
    named = {name for name in named if not name.startswith("/")}
    assert {name for name in named if name.rstrip("/") not in paths()} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_module_that_a_document_names_is_there(document: str) -> None:
    named = {code for code in CODE.findall(text_of(document)) if MODULE.fullmatch(code)}
    begins = {name: "/".join(name.split(".")[:2]) for name in named}
    assert {name for name, begin in begins.items() if not {begin, f"{begin}.py"} & paths()} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    targets = [link for link in LINK.findall(text_of(document)) if not link.startswith("https://")]
    for target in targets:
        file, _, anchor = target.partition("#")
        beside = (ROOT / document).parent / file
        assert not file or beside.exists(), target
        headings = re.findall(r"^#+ (.+)$", text_of(file or document), re.MULTILINE) if anchor else []
        assert not anchor or anchor in {heading(each) for each in headings}, target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_can_be_run(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert said(document, r"^make ([a-z]+)") - targets == set()
    commands = set(getattr(get_command(cli), "commands", {}))
    assert said(document, r"^(?:\.venv/bin/)?python -m bot ([a-z-]+)") - commands == set()


def test_every_package_of_ours_has_a_readme() -> None:
    packages = {f"bot/{path.parent.name}" for path in (ROOT / "bot").glob("*/__init__.py")} | set(FLOORS)
    assert {package for package in packages if f"{package}/README.md" not in ROOMS} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_first_what_it_is_and_dates_its_decisions(room: str) -> None:
    text = text_of(room)
    assert re.match(r"# \S.+\n\n\S", text)
    decisions = text.partition("\n## Decisions\n")[2]
    starts = [block for block in decisions.strip().split("\n\n") if block]
    assert [block[:60] for block in starts if not re.match(r"\*\*20\d\d-\d\d-\d\d\. |#", block)] == []


def test_security_says_of_every_table_what_is_held_in_it() -> None:
    held = text_of("SECURITY.md").partition("\n## Numbers about several people")[0]
    assert [table.name for table in metadata.sorted_tables if f"`{table.name}`" not in held] == []
