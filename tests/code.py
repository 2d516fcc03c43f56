"""Our code as data, for tests that compare the code with its rules and documents."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIPPED = ("bot", "handlers", "content")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root, its text, and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The dotted name to import it by."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def modules(*folders: str) -> tuple[Module, ...]:
    """Every module in these top-level folders, in order; migrations are history and are left out."""
    return tuple(module for folder in sorted(folders) for module in _modules(folder))


@cache
def _modules(folder: str) -> tuple[Module, ...]:
    files = sorted(file for file in (ROOT / folder).rglob("*.py") if "versions" not in file.parts)
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    return tuple(Module(file.relative_to(ROOT), text, ast.parse(text)) for file, text in texts.items())


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Every function of a module, with how many lines it has."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
