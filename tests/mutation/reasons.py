"""Reads the two lists that people maintain: why a mutant may live, and mutants that no operator makes."""

import tomllib
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.code import ROOT

if TYPE_CHECKING:
    from tests.mutation.changes import Mutant

HERE = Path(__file__).parent
EQUIVALENT, BY_HAND = HERE / "equivalent.toml", HERE / "by_hand.toml"
SHORTEST_REASON = 25

Key = tuple[str, str, str, str]


def reasons(path: Path = EQUIVALENT) -> dict[Key, str]:
    """Why each of these mutants does the same as the code, so that no test can tell them apart. Raises ValueError for
    one that is listed twice or without a reason.
    """
    found: dict[Key, str] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", []):
        key = _key(entry)
        if key in found:
            raise ValueError(f"listed twice: {key}")
        if len(entry["reason"]) < SHORTEST_REASON:
            raise ValueError(f"without a reason: {key}")
        found[key] = entry["reason"]
    return found


def _key(entry: Mapping[str, str]) -> Key:
    return entry["file"], entry["function"], entry["was"].strip(), entry["now"].strip()


def outdated(known: Iterable[Key]) -> list[Key]:
    """The known mutants that are no longer made: the code has changed, and the reason has to be reviewed."""
    gone = set(keys := list(known))
    for file, function in sorted({key[:2] for key in keys}):
        gone -= _made(file, function, {key for key in gone if key[:2] == (file, function)})
    return [key for key in keys if key in gone]


def _made(file: str, function: str, asked: set[Key]) -> set[Key]:
    """Those mutants of one function that are made. Stops at the last of them, since making mutants takes longest."""
    from tests.mutation.changes import mutants_of  # noqa: PLC0415 - libcst takes most of a second

    made: set[Key] = set()
    for mutant in mutants_of(file, function, near=[key[2] for key in asked]) if (ROOT / file).exists() else ():
        made |= {mutant.key} & asked
        if made == asked:
            break
    return made


def written(path: Path = BY_HAND) -> "list[Mutant]":
    """The mutants that were written by hand. Raises ValueError for one whose text does not occur once in its function,
    and KeyError for one whose function is gone.
    """
    from tests.mutation.changes import by_hand  # noqa: PLC0415 - as above

    entries = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    entries.sort(key=itemgetter("file"))  # so that each file is parsed once
    return [by_hand(entry["file"], entry["function"], entry["was"], entry["now"]) for entry in entries]
