"""`make release` in a repository made for the test: what it writes, and what it refuses."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.code import ROOT

FILES = ("Makefile", "pyproject.toml", ".ci/release.py")
CHANGES = "# Changelog\n\nWhat people notice.\n\n## Unreleased\n\n### For leaders\n\n- **Prompts** every day.\n"
Make = Callable[[str], "subprocess.CompletedProcess[str]"]
Git = Callable[..., str]


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    names = {f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=folder, env=names | alone, capture_output=True, text=True, check=False)


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a fresh repository with the files that a release changes, all committed."""
    if not shutil.which("git") or not shutil.which("make"):
        pytest.skip("needs git and make")

    def git(*words: str) -> str:
        done = run(tmp_path, "git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    git("init", "--quiet", "--initial-branch", "main")
    git("add", "--all")
    git("commit", "--quiet", "--message", "All there is.")
    return git


@pytest.fixture
def release(git: Git, tmp_path: Path) -> Make:
    return lambda version: run(
        tmp_path, "make", "release", f"VERSION={version}", "DATE=2026-12-01", f"PYTHON={sys.executable}"
    )


def test_a_release_is_a_version_a_heading_a_commit_and_a_tag(release: Make, git: Git, tmp_path: Path) -> None:
    made = release("1.2.3")
    assert (made.returncode, made.stderr) == (0, "")
    assert 'version = "1.2.3"' in (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    heading = "## Unreleased\n\n## 1.2.3 (2026-12-01)\n\n### For leaders"
    assert (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGES.replace(
        "## Unreleased\n\n### For leaders", heading
    )
    assert git("status", "--porcelain") == ""
    assert git("log", "-1", "--format=%s") == "release: 1.2.3."
    assert git("rev-parse", "v1.2.3^{commit}") == git("rev-parse", "HEAD")
    notes = git("tag", "--list", "v1.2.3", "--format=%(contents)")
    assert notes == "Second Chair 1.2.3\n\n### For leaders\n\n- **Prompts** every day."


def test_the_next_one_holds_what_came_since(release: Make, git: Git, tmp_path: Path) -> None:
    release("1.2.3")
    changelog = tmp_path / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace("## Unreleased\n", "## Unreleased\n\n- More.\n"), encoding="utf-8")
    git("commit", "--all", "--quiet", "--message", "More.")
    assert release("1.3.0").returncode == 0
    text = changelog.read_text(encoding="utf-8")
    assert "## Unreleased\n\n## 1.3.0 (2026-12-01)\n\n- More.\n\n## 1.2.3 (2026-12-01)\n\n### For leaders" in text


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "1.2.3; true", "0.0.1"])
def test_what_is_no_later_version_is_refused(release: Make, git: Git, version: str) -> None:
    assert release(version).returncode != 0
    assert (git("tag"), git("status", "--porcelain")) == ("", "")


def test_a_change_that_is_not_committed_is_refused(release: Make, git: Git, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("mine")
    made = release("1.2.3")
    assert (made.returncode != 0, "uncommitted changes" in made.stderr) == (True, True)
    assert (git("tag"), git("status", "--porcelain")) == ("", "?? new.txt")


def test_nothing_to_release_is_refused_and_so_is_a_tag_that_exists(release: Make, git: Git) -> None:
    release("1.2.3")
    assert "The tag v1.2.3 already exists" in release("1.2.3").stderr
    assert "nothing to release" in release("1.2.4").stderr
    assert git("tag") == "v1.2.3"


def test_our_own_files_are_what_a_release_expects() -> None:
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count("\n## Unreleased\n") == 1
    assert (ROOT / "pyproject.toml").read_text(encoding="utf-8").count('\nversion = "') == 1
