"""Finds out which tests reach which blocks: every block of a function begins by reporting that it was reached."""

import builtins
from contextlib import suppress
from pathlib import Path

import libcst as cst

from tests.mutation.changes import parts_of
from tests.mutation.swap import NotSwapped, swap

HIT = "__mutation_hit__"


Place = tuple[str, str, int]  # a file's path from the root, a function in it, and a block of that


class _Numbered(cst.CSTTransformer):
    """Puts a call in front of every block, numbered from one in source order."""

    def __init__(self, file: str, function: str) -> None:
        self._place = f"{file!r}, {function!r}"
        self._numbers: list[int] = []
        self._last = 0

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:  # noqa: ARG002, N802 - as libcst calls it
        self._last += 1
        self._numbers.append(self._last)

    def leave_IndentedBlock(  # noqa: N802 - as libcst calls it
        self,
        original_node: cst.IndentedBlock,  # noqa: ARG002 - as above
        updated_node: cst.IndentedBlock,
    ) -> cst.IndentedBlock:
        call = cst.parse_statement(f"{HIT}({self._place}, {self._numbers.pop()})")
        return updated_node.with_changes(body=[call, *updated_node.body])


class Reached:
    """What has been reached since the last `take`."""

    def __init__(self) -> None:
        self._hits: set[Place] = set()

    def __call__(self, file: str, function: str, block: int) -> None:
        self._hits.add((file, function, block))

    def take(self) -> frozenset[Place]:
        """Returns what was reached, and starts over."""
        hits, self._hits = frozenset(self._hits), set()
        return hits


def watch(files: list[str], root: Path) -> Reached:
    """Make every function of these files (paths from `root`) report what it reaches; skips what cannot be changed."""
    reached = Reached()
    setattr(builtins, HIT, reached)
    for file in files:
        module = cst.parse_module((root / file).read_text(encoding="utf-8"))
        for name, part in parts_of(module):
            numbered = part.visit(_Numbered(file, name)) if isinstance(part, cst.FunctionDef) else None
            if isinstance(numbered, cst.FunctionDef):
                with suppress(NotSwapped):
                    swap(file, name, module.code_for_node(numbered), remake=False)
    return reached
