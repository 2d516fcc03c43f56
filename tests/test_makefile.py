"""The Makefile's own commands in a folder made for the test: a new machine gets the lock, whatever came out since."""

import ensurepip
import hashlib
import os
import re
import shutil
import subprocess
import tomllib
import venv
import zipfile
from contextlib import suppress
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.code import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
INSTALLS = (".venv/.runtime", ".venv/.dev")
BUNDLED = Path(ensurepip.__file__).parent / "_bundled" / f"pip-{ensurepip.version()}-py3-none-any.whl"
# As the Makefile used to: pip resolves, and before 23.3 takes the newest release for a requirement with an extra.
RESOLVES = "INSTALL=$(PIP) install -q --require-hashes"


def wheel(folder: Path, name: str, version: str, *metadata: str) -> str:
    """Put a package without any code in `folder`. Returns its line for a lock, hash and all."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"
        archive.writestr(f"{about}/METADATA", "\n".join([head, *metadata, ""]))
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


class Clone:
    """A folder with our Makefile, a new environment, and its own index, the only one that pip sees."""

    def __init__(self, folder: Path, pip: Path) -> None:
        self.folder = folder
        self.index = folder / "index"
        self.index.mkdir()
        shutil.copy(ROOT / "Makefile", folder)
        venv.create(folder / ".venv", with_pip=False)
        command = folder / ".venv/bin/pip"
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{pip}" exec "{folder}/.venv/bin/python" -m pip "$@"\n')
        command.chmod(0o755)

    def lock(self, *lines: str) -> None:
        for name in LOCKS:
            (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def make(self, *arguments: str, targets: tuple[str, ...] = INSTALLS[:1]) -> "subprocess.CompletedProcess[str]":
        """Both targets install in the same way, as the first test proves; the others run one of them."""
        others = ("PIP_", "PYTHON", "MAKE", "MFLAGS")
        theirs = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        ours = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index)}
        command = ["make", "--keep-going", *targets, *arguments]
        return subprocess.run(command, cwd=self.folder, env=theirs | ours, capture_output=True, text=True, check=False)

    def installed(self) -> set[str]:
        found = self.folder.glob(".venv/lib/*/site-packages/*.dist-info")
        return {path.name.removesuffix(".dist-info") for path in found}


@pytest.fixture(scope="session")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pip as this Python gives it to a new environment, unpacked and compiled once for all workers."""
    if not shutil.which("make") or not BUNDLED.exists():
        pytest.skip("needs make, and the pip that Python brings along")
    own, is_shared = tmp_path_factory.getbasetemp(), "PYTEST_XDIST_WORKER" in os.environ
    folder, shared = tmp_path_factory.mktemp("pip"), (own.parent if is_shared else own) / BUNDLED.stem
    if not shared.exists():
        with zipfile.ZipFile(BUNDLED) as archive:
            archive.extractall(folder)
        with suppress(OSError):  # another worker was faster
            folder.rename(shared)
    return shared


@pytest.fixture
def clone(tmp_path: Path, pip: Path) -> Clone:
    return Clone(tmp_path, pip)


@pytest.fixture
def locked(clone: Clone) -> list[str]:
    """A lock from when `drawer` 1.0 was the newest; 2.0 has come out since, and `chest` wants it with an extra."""
    lines = [
        wheel(clone.index, "chest", "1.0", "Requires-Dist: drawer[lined]>=1.0"),
        wheel(clone.index, "drawer", "1.0", "Provides-Extra: lined"),
    ]
    wheel(clone.index, "drawer", "2.0", "Provides-Extra: lined")
    return lines


def test_a_newer_release_of_anybody_leaves_the_locked_ones_as_they_are(clone: Clone, locked: list[str]) -> None:
    clone.lock(*locked)
    made = clone.make(targets=INSTALLS)
    assert (made.returncode, made.stderr) == (0, "")
    assert clone.installed() == {"chest-1.0", "drawer-1.0"}


@pytest.mark.skipif(Version(ensurepip.version()) >= Version("23.3"), reason="this Python's pip resolves that rightly")
def test_resolving_is_what_broke_it(clone: Clone, locked: list[str]) -> None:
    clone.lock(*locked)
    made = clone.make(RESOLVES)
    assert made.returncode != 0
    assert "--require-hashes mode" in made.stderr
    assert clone.installed() == set()


def test_a_lock_that_lacks_something_is_found_out(clone: Clone, locked: list[str]) -> None:
    """By the check alone: nothing is resolved, so the installation itself asks for nothing outside the lock."""
    clone.lock(locked[0])
    made = clone.make()
    assert made.returncode != 0
    assert "chest 1.0 requires drawer, which is not installed" in made.stdout


def test_a_lock_without_hashes_installs_nothing(clone: Clone, locked: list[str]) -> None:
    clone.lock(*(line.partition(" --hash")[0] for line in locked))
    assert clone.make().returncode != 0
    assert clone.installed() == set()


def test_a_platform_that_resolves_the_lock_by_itself_gets_it_too(clone: Clone, locked: list[str]) -> None:
    """Platforms that read a Procfile install `requirements.txt` in their own way: the lock says which extras it has."""
    clone.lock(*(line.replace("drawer==", "drawer[lined]==") for line in locked))
    assert clone.make(RESOLVES).returncode == 0
    assert clone.installed() == {"chest-1.0", "drawer-1.0"}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_says_which_extras_it_holds(lock: str) -> None:
    lines = [line.split()[0] for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    pinned = {canonicalize_name(each.name): each for each in map(Requirement, lines)}
    wanted = [Requirement(each) for name in pinned for each in requires(name) or ()]
    met = [each for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]
    assert [str(each) for each in met if not each.extras <= pinned[canonicalize_name(each.name)].extras] == []


def test_continuous_integration_runs_what_we_say_that_we_run_on() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = set(re.findall(r'"(3\.\d+)"', workflow))
    tried = set(re.findall(r"continue-on-error: .* == '(3\.\d+)'", workflow))
    assert {each for each in versions if each in SpecifierSet(project["requires-python"])} == versions - tried


@pytest.mark.parametrize("name", ["ci", "release"])
def test_each_step_of_a_workflow_does_one_thing(name: str) -> None:
    workflow = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert [step for step in steps if ("run" in step) == ("uses" in step)] == []


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "Procfile", ".github/workflows/ci.yml"])
def test_nothing_else_installs_in_a_way_of_its_own(file: str) -> None:
    assert "pip install" not in (ROOT / file).read_text(encoding="utf-8")


def test_the_faster_way_of_continuous_integration_is_as_strict() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    installing = [set(re.split(r"[\s\"]+", line)) for line in lines if "pip install" in line]
    assert len(installing) == 2, "uv, and with it the lock"
    assert all({"--no-deps", "--require-hashes"} <= words for words in installing)
