"""Finds out which tests come to which blocks: every block of a function begins by saying that it was reached."""

import builtins
from contextlib import suppress
from pathlib import Path

import libcst as cst

from tests.mutation.changes import parts_of
from tests.mutation.swap import NotSwapped, swap

HIT = "__mutation_hit__"


Place = tuple[str, str, int]  # a file from the root, a function in it, and a block of that


class _Numbered(cst.CSTTransformer):
    """Puts a call in front of every block, numbered in the order in which they stand, from one."""

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
    """What was reached since the last look."""

    def __init__(self) -> None:
        self._hits: set[Place] = set()

    def __call__(self, file: str, function: str, block: int) -> None:
        self._hits.add((file, function, block))

    def take(self) -> frozenset[Place]:
        """What was reached; begins anew."""
        hits, self._hits = frozenset(self._hits), set()
        return hits


def watch(files: list[str], root: Path) -> Reached:
    """Let every function of these files (paths from `root`) say what it reaches; leaves out what cannot be changed."""
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
