"""Docstrings and comments are plain English: a reader learns what a thing is, without stumbling."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.code import SHIPPED, Module, modules

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Each stood in dozens of places for a person, a worker, a process, an outcome or a result. The right word is shorter.
STUMBLES = ("whoever", "whomever", "what became of", "what becomes of", "what is to be", "of which nobody")


def remarks(module: Module) -> Iterator[tuple[int, str]]:
    """Every docstring and comment of a module with its line number, as one line in lower case."""
    for node in ast.walk(module.tree):
        if isinstance(node, DOCUMENTED) and (docstring := ast.get_docstring(node)):
            yield getattr(node, "lineno", 1), " ".join(docstring.lower().split())
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lower()


@pytest.mark.parametrize("phrase", STUMBLES)
def test_nobody_stumbles_over_a_docstring(phrase: str) -> None:
    stumble = re.compile(rf"\b{phrase}\b")
    anywhere = re.compile(phrase.replace(" ", r"\s+"))  # few modules have to be parsed
    found = [
        f"{module.path}:{line}"
        for module in modules(*SHIPPED, "tests")
        if anywhere.search(module.text.lower())
        for line, remark in remarks(module)
        if stumble.search(remark)
    ]
    assert found == []
