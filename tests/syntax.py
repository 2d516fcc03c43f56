"""What our modules' syntax trees contain, for tests that compare the code with its rules."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.code import Module

NAMING = {"id", "attr", "arg", "name"}  # node fields that hold a name
BEGINS = re.compile(r"( *)(?:async def|def|class)\b")
UNREAD = re.compile(r""""{3}(?:[^"\\]+|\\.|"(?!""))*"{3}|"(?:[^"\\]+|\\.)*"|'(?:[^'\\]+|\\.)*'|#[^\n]*""", re.DOTALL)


@cache
def code(module: Module) -> str:
    """The part of a module's text that can contain names: all but strings and comments; f-strings can. A name not found
    here is in no tree either, and parsing all our modules takes a second.
    """
    return UNREAD.sub(lambda quoted: quoted[0] if quoted.string[quoted.start() - 1] in "fF" else " ", module.text)


@cache
def nodes(module: Module) -> list[ast.AST]:
    """Every node of a module's tree but those that only say how a name is used. `ast.walk` takes four times as long."""
    todo: list[ast.AST] = [module.tree]
    for node in todo:  # which grows as we go
        for value in vars(node).values():
            if isinstance(value, list):
                todo += [part for part in value if isinstance(part, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                todo.append(value)
    return todo


def names(module: Module) -> Iterator[tuple[int, str]]:
    """Every name that a module defines or uses, with its line."""
    for node in nodes(module):
        for field, value in vars(node).items():
            if field in NAMING and isinstance(value, str):
                yield getattr(node, "lineno", 0), value


def may_have_longer(module: Module, most: int) -> bool:
    """Whether a function of a module may have more lines than `most`: the next line indented as little as one of its
    `def` or `class` lines is that far away.
    """
    begun: list[tuple[int, int]] = []  # the indentation of each function around this line, and its line
    lines = module.text.splitlines()
    for number, line in enumerate([*lines, "def"]):
        if begins := BEGINS.match(line):
            while begun and begun[-1][0] >= len(begins[1]):
                if number - begun.pop()[1] > most:
                    return True
            begun.append((len(begins[1]), number))
    return False


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Every function of a module, with how many lines it has."""
    for node in statements(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def statements(module: Module) -> Iterator[ast.AST]:
    """Every statement of a module, without the many expressions in them."""
    todo: list[ast.AST] = [module.tree]
    while todo:
        node = todo.pop()
        yield node
        todo += [
            part
            for part in ast.iter_child_nodes(node)
            if isinstance(part, ast.stmt | ast.ExceptHandler | ast.match_case)
        ]
