"""Reads what is mutated, and which tests have to notice, from `areas.toml`."""

import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tests.code import ROOT

if TYPE_CHECKING:
    from tests.mutation.changes import Mutant


@dataclass(frozen=True, slots=True)
class Area:
    """A name, the files (or folders) that are mutated, and the tests, each by its path from the root.

    `only`: in these files, change only lines that contain one of these words.
    """

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    _: KW_ONLY
    only: tuple[str, ...] = ()

    def files(self) -> list[str]:
        """The files that are mutated, in order."""
        return [str(path.relative_to(ROOT)) for place in self.code for path in _python(ROOT / place)]

    def mutants(self, files: Collection[str]) -> "list[Mutant]":
        """Every mutant of these files."""
        from tests.mutation.changes import all_mutants, mutants_of  # noqa: PLC0415 - libcst takes most of a second

        if not self.only:
            return all_mutants(files)
        about = [mutant for file in files for mutant in mutants_of(file, saying=self.only)]
        return [mutant for mutant in about if any(word in mutant.was for word in self.only)]


def _python(place: Path) -> Iterator[Path]:
    yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


AREAS = tuple(
    Area(entry["name"], tuple(entry["code"]), tuple(entry["tests"]), only=tuple(entry.get("only", ())))
    for entry in tomllib.loads((ROOT / "tests/mutation/areas.toml").read_text(encoding="utf-8"))["area"]
)


def sharing_tests(areas: Iterable[Area]) -> list[list[Area]]:
    """The areas, grouped by shared tests: a process runs all of its tests once before it begins."""
    groups: list[list[Area]] = []
    for area in areas:
        shared = [group for group in groups if any(set(area.tests) & set(other.tests) for other in group)]
        groups = [group for group in groups if group not in shared]
        groups.append([*chain.from_iterable(shared), area])
    return groups
