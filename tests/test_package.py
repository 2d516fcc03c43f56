"""What `pip install` installs: every file that is needed, none by mistake, and a command with its version."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from fnmatch import fnmatch
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot.__main__ import strangers
from bot.capacity import report
from bot.capacity.forecast import Size, forecast
from bot.delivery.rate_limit import Rate
from bot.version import running_version
from tests.code import ROOT, SHIPPED

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_SHIPPED = {"README.md", "script.py.mako", "made_from.json"}  # for contributors


def shipped_files() -> set[str]:
    """What setuptools takes: the Python of every package, and the data that pyproject.toml names."""
    from setuptools import find_namespace_packages  # noqa: PLC0415 - it takes a fifth of a second, in every process

    tools = PROJECT["tool"]["setuptools"]
    packages = find_namespace_packages(str(ROOT), include=tools["packages"]["find"]["include"])
    python = {str(path.relative_to(ROOT)) for name in packages for path in (ROOT / name.replace(".", "/")).glob("*.py")}
    data = {
        str(path.relative_to(ROOT))
        for package, globs in tools["package-data"].items()
        for pattern in globs
        for path in (ROOT / package).glob(pattern)
        if path.is_file()
    }
    return python | data


def test_every_file_of_the_packages_is_shipped() -> None:
    here = {
        str(path.relative_to(ROOT))
        for top in SHIPPED
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in NOT_SHIPPED
    }
    assert here - shipped_files() == set()


def test_nothing_else_is_shipped() -> None:
    tops = {Path(name).parts[0] for name in shipped_files()}
    assert tops == set(SHIPPED)
    assert not [name for name in shipped_files() if fnmatch(name, "*test_*")]


def installed_with(name: str, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """The package of that name, and everything that it needs here."""
    package = distribution(name)
    needed = {package.name: package}
    for line in package.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            needed |= installed_with(requirement.name, frozenset(requirement.extras))
    return needed


def test_what_runs_it_stays_small() -> None:
    """Without the extras. The bytecode that Python compiles comes on top, about a third."""
    needed: dict[str, Distribution] = {}
    for line in PROJECT["project"]["dependencies"]:
        requirement = Requirement(line)
        needed |= installed_with(requirement.name, frozenset(requirement.extras))
    paths = {Path(str(file.locate())) for package in needed.values() for file in package.files or ()}
    size = sum(path.stat().st_size for path in paths if path.suffix != ".pyc" and path.is_file())
    assert size < 150_000_000
    assert not {"matplotlib", "pyphen", "opentelemetry-sdk", "requests"} & needed.keys()


def test_the_command_leads_to_the_program() -> None:
    assert PROJECT["project"]["scripts"] == {"second-chair": "bot.__main__:start"}
    said = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(rf"Second Chair {re.escape(running_version())}\n", said.stdout)
    assert running_version() == PROJECT["project"]["version"]


def test_another_package_of_the_same_name_is_seen(tmp_path: Path) -> None:
    assert strangers() == []
    assert strangers(str(tmp_path)) == ["handlers", "content"]


def test_without_matplotlib_a_forecast_has_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    made = forecast(Size(10, 1, 1, date(2026, 11, 23), {"Europe/Berlin": 1}), Rate())
    assert not report.draw(made, tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
