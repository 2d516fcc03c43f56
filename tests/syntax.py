"""What the syntax trees of our modules hold, for tests that compare the code with its rules."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.code import Module


@cache
def names(module: Module) -> tuple[tuple[int, str], ...]:
    """Every name that a module gives or uses, with its line."""
    named = (
        (getattr(node, "lineno", 0), getattr(node, kind, None))
        for node in ast.walk(module.tree)
        for kind in ("id", "attr", "arg", "name")
    )
    return tuple((line, name) for line, name in named if isinstance(name, str))


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Every function of a module, with how many lines it has."""
    for node in statements(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def statements(module: Module) -> Iterator[ast.AST]:
    """Every statement of a module, and none of the many expressions in them."""
    todo: list[ast.AST] = [module.tree]
    while todo:
        node = todo.pop()
        yield node
        todo += [
            part
            for part in ast.iter_child_nodes(node)
            if isinstance(part, ast.stmt | ast.ExceptHandler | ast.match_case)
        ]
