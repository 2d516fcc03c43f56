"""Finds the words that the code uses: every key, whole or as an f-string with gaps."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tests.code import SHIPPED, modules
from tests.syntax import nodes

KEY = re.compile(r"[a-z_]+\.[a-z0-9_.-]*$")  # the start of a key, up to its end or the first gap
LOGGED = {"debug", "info", "warning", "error", "exception", "critical"}  # log.info("request.failed") names no word
SPEAKERS = {"say", "Problem"}  # library.say("key", fact=...), Problem("key", field="", fact=...)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place in the code that may name words: `pattern` matches their keys, all of one `surface` ("": unclear).

    `is_said`: it is where a word's key belongs. `facts` are given with it (None: not known).
    """

    where: str
    key: str
    surface: str
    pattern: re.Pattern[str]
    is_said: bool
    facts: frozenset[str] | None = None


@cache
def spoken() -> tuple[Spoken, ...]:
    """Every string of the shipped code that could be a word's key."""
    return tuple(_spoken())


def _spoken() -> Iterator[Spoken]:
    for module in modules(*SHIPPED):
        if {"playground", "localslack"} & set(module.path.parts):  # they have words and problems of their own
            continue
        every = nodes(module)
        said = _said(every)
        logged = {id(call.args[0]) for call in _calls(every, LOGGED)}
        inside = {id(part) for node in every if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in (one for one in every if isinstance(one, ast.Constant | ast.JoinedStr)):
            where = f"{module.path}:{getattr(node, 'lineno', 0)}"
            call = said.get(id(node))
            facts = _facts(call) if call else None
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
            parts = node.values if isinstance(node, ast.JoinedStr) else [node] if is_text else []
            begin = str(parts[0].value) if parts and isinstance(parts[0], ast.Constant) else ""
            if parts and (call is not None or (KEY.match(begin) and id(node) not in logged)):
                surface = begin.partition(".")[0] if "." in begin else ""
                key = begin if is_text else ast.unparse(node)
                yield Spoken(where, key, surface, _pattern(parts), call is not None, facts)


def _said(every: Sequence[ast.AST]) -> dict[int, ast.Call]:
    """The first argument of every call that speaks, including both sides of a conditional, with its call."""
    found: dict[int, ast.Call] = {}
    for call in _calls(every, SPEAKERS):
        sides = [call.args[0]]
        while sides:
            side = sides.pop()
            if isinstance(side, ast.IfExp):
                sides += [side.body, side.orelse]
            found[id(side)] = call
    return found


def _calls(every: Sequence[ast.AST], names: set[str]) -> list[ast.Call]:
    """Every call of a function or method with one of these names that has arguments."""
    calls = (node for node in every if isinstance(node, ast.Call))
    return [call for call in calls if call.args and _name(call.func) in names]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _facts(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _pattern(parts: Sequence[ast.AST]) -> re.Pattern[str]:
    return re.compile("".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts))
