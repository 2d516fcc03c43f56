"""Cuts a release: the version in pyproject.toml, a heading with its date in CHANGELOG.md, a commit and a tag.

`make release VERSION=1.2.3`. It pushes nothing. It needs no more than Python and git.
"""

import re
import subprocess
import sys
from pathlib import Path

PROJECT, CHANGELOG = Path("pyproject.toml"), Path("CHANGELOG.md")
VERSION = re.compile(r'^version = "(.+)"$', re.MULTILINE)
UNRELEASED = re.compile(r"^## Unreleased\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def git(*words: str) -> str:
    """What git prints. Raises CalledProcessError."""
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603, S607 - our own words, and whichever git a person uses


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; () where it is none."""
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d+\.\d+\.\d+", version) else ()


def refusal(version: str, before: str, changes: str) -> str:
    """Why this release cannot be cut, or nothing."""
    if not numbers(version):
        return f"Give a version, as in `make release VERSION=1.2.3`; {version!r} is not one."
    if numbers(version) < numbers(before):
        return f"{version} is older than {before}, which is in {PROJECT}."
    if git("tag", "--list", f"v{version}"):
        return f"The tag v{version} already exists."
    if git("status", "--porcelain"):
        return "There are uncommitted changes. Commit or stash them first: a release contains only what is committed."
    if not changes:
        return f"{CHANGELOG} has nothing under *Unreleased*, so there is nothing to release."
    return ""


def release(version: str, date: str) -> str:
    """Write, commit and tag it; returns a sentence. Exits with another one where it cannot be done."""
    project, changelog = PROJECT.read_text(encoding="utf-8"), CHANGELOG.read_text(encoding="utf-8")
    before, unreleased = VERSION.search(project), UNRELEASED.search(changelog)
    if before is None or unreleased is None:
        sys.exit(f"{PROJECT} needs a line `version = …`, and {CHANGELOG} a heading `## Unreleased`.")
    changes = unreleased[1].strip()
    if why := refusal(version, before[1], changes):
        sys.exit(why)
    released = f"## Unreleased\n\n## {version} ({date})\n\n{changes}\n\n"
    text = changelog[: unreleased.start()] + released + changelog[unreleased.end() :]
    CHANGELOG.write_text(text.rstrip() + "\n", encoding="utf-8")
    PROJECT.write_text(VERSION.sub(f'version = "{version}"', project, count=1), encoding="utf-8")
    git("commit", "--quiet", "--message", f"release: {version}.", "--", str(PROJECT), str(CHANGELOG))
    # Whatever shows the tag shows its notes; by default git would take headings for comments.
    notes = f"Second Chair {version}\n\n{changes}"
    git("tag", "--annotate", f"v{version}", "--cleanup=whitespace", "--message", notes)
    return f"v{version} is committed and tagged here. Publish it with `git push --follow-tags`."


if __name__ == "__main__":
    sys.stdout.write(release(*sys.argv[1:3]) + "\n")
