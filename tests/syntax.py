"""What the syntax trees of our modules hold, for tests that compare the code with its rules."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.code import Module

NAMING = {"id", "attr", "arg", "name"}  # the fields of nodes that hold a name


@cache
def names(module: Module) -> tuple[tuple[int, str], ...]:
    """Every name that a module gives or uses, with its line. `ast.walk` would take four times as long."""
    named: list[tuple[int, str]] = []
    todo: list[ast.AST] = [module.tree]
    while todo:
        node = todo.pop()
        for field, value in vars(node).items():
            if isinstance(value, ast.AST):
                todo.append(value)
            elif isinstance(value, list):
                todo += [part for part in value if isinstance(part, ast.AST)]
            elif field in NAMING and isinstance(value, str):
                named.append((getattr(node, "lineno", 0), value))
    return tuple(named)


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
