"""Our code as data, for tests that compare the code with its rules and documents."""

import ast
import gc
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIPPED = ("bot", "handlers", "content")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root, and its text."""

    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree; a module is parsed once per process."""
        return _tree(self)

    @property
    def name(self) -> str:
        """The dotted name to import it by."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def modules(*folders: str) -> tuple[Module, ...]:
    """Every module in these top-level folders, in order, except migrations, which are history."""
    return tuple(module for folder in sorted(folders) for module in _modules(folder))


@cache
def _modules(folder: str) -> tuple[Module, ...]:
    files = sorted(file for file in (ROOT / folder).rglob("*.py") if "versions" not in file.parts)
    return tuple(Module(file.relative_to(ROOT), file.read_text(encoding="utf-8")) for file in files)


@cache
def _tree(module: Module) -> ast.Module:
    gc.disable()  # a tree has no garbage, and looking for it takes longer than parsing
    try:
        return ast.parse(module.text)
    finally:
        gc.enable()
