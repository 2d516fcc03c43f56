"""Makes mutants: copies of a function, or of a module's constant, with one change.

The changes are mutmut's operators, and some of our own for what those leave alone: a statement that is not executed, a
condition that always or never holds or lacks a part, only one of two values whose larger or smaller counts, and an
entry that is missing from a list or from a call's arguments. No change is made to words (`tests/content` reads those),
log lines, annotations or decorators; and none that every test that gets there would notice, such as a name that was
never assigned.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import (
    mutation_operators,
    operator_arg_removal,
    operator_assignment,
    operator_dict_arguments,
    operator_string,
)

from tests.code import ROOT

Part = cst.FunctionDef | cst.SimpleStatementLine  # a function, or a named constant
# Not made: changes to words, and two that leave None where no type allows it, which every test notices.
LEFT_OUT = {operator_string, operator_dict_arguments, operator_assignment, operator_arg_removal}
LOG = m.Name("log") | m.Name("logger") | m.Attribute(attr=m.Name("_log"))
PROTOCOL = m.ClassDef(bases=[m.ZeroOrMore(), m.Arg(value=m.Name("Protocol")), m.ZeroOrMore()])
LOGGING = m.Call(func=m.Attribute(value=LOG))
ASSERTION = m.Arg(keyword=m.Name("strict"))  # of `zip`: that both have the same length
OF_TWO = m.Call(func=m.Name("max") | m.Name("min"), args=[m.Arg(keyword=None, star=""), m.Arg(keyword=None, star="")])
IN_PARENTHESES = {"lpar": [cst.LeftParen()], "rpar": [cst.RightParen()]}
ALREADY_NOTHING = m.OneOf(
    m.Pass(),
    m.Return(),
    m.Raise(),
    m.Assert(),
    m.Assign(targets=[m.AssignTarget(target=m.Name() | m.Tuple())]),
    m.AnnAssign(),
    m.Expr(value=m.SimpleString()),
    m.Expr(value=m.ConcatenatedString()),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file's path from the root, the function, and its lines before and after.

    `function` can also be a constant's name. `block` is the number, from one, of the innermost block that it changes
    (see `tests/mutation/blocks.py`); 0 for a function's arguments, and for a constant.
    """

    file: str
    function: str
    was: str
    now: str
    block: int
    source: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What identifies it, wherever its lines move to."""
        return (self.file, self.function, self.was, self.now)


def parts_of(module: cst.Module) -> Iterator[tuple[str, Part]]:
    """A module's functions, its classes' methods and its constants, by qualified name, without decorators. Inner
    functions belong to the outer ones. A protocol is a type, and never runs.
    """
    for node in module.body:
        if isinstance(node, cst.FunctionDef):
            yield node.name.value, bare(node)
        elif isinstance(node, cst.ClassDef) and not m.matches(node, PROTOCOL):
            for inner in node.body.body:
                if isinstance(inner, cst.FunctionDef):
                    yield f"{node.name.value}.{inner.name.value}", bare(inner)
        elif isinstance(node, cst.SimpleStatementLine) and (name := _constant(node.body[0])):
            yield name, node.with_changes(leading_lines=[])


def bare(function: cst.FunctionDef) -> cst.FunctionDef:
    """A function without its decorators and the lines above it."""
    return function.with_changes(decorators=[], leading_lines=[])


def _constant(node: cst.BaseSmallStatement) -> str:
    """The name that a statement assigns a value to; "" where it is another statement, or names a type."""
    if isinstance(node, cst.Assign) and len(node.targets) == 1:
        target: cst.BaseExpression = node.targets[0].target
    elif isinstance(node, cst.AnnAssign) and node.value is not None:
        target = node.target
    else:
        return ""
    return target.value if isinstance(target, cst.Name) and not _names_a_type(target.value, node) else ""


def _names_a_type(name: str, node: cst.BaseSmallStatement) -> bool:
    """Whether it names a type, such as `Days = frozenset[int]`, or any type: that is only an annotation in another
    place. So is `__all__`, which tells tools what a module exports.
    """
    if name == "__all__" or m.matches(node, m.Assign(value=m.Call(func=m.Name("TypeVar")))):
        return True
    return name[0].isupper() and not name.isupper() and m.matches(node, m.Assign(value=m.Subscript()))


class _Changeable(cst.CSTVisitor):
    """Collects a function's nodes that can be changed, each with the number of its block."""

    def __init__(self) -> None:
        self.nodes: list[tuple[cst.CSTNode, int]] = []
        self._blocks = [0]
        self._last = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator) or m.matches(node, LOGGING | ASSERTION):
            return False
        if isinstance(node, cst.IndentedBlock):
            self._last += 1
            self._blocks.append(self._last)
        self.nodes.append((node, self._blocks[-1]))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.IndentedBlock):
            self._blocks.pop()


def changed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Every node that can take this one's place."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind) and operator not in LEFT_OUT:
            yield from operator(node)
    yield from _ours(node)


def _ours(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        if not m.matches(node.body[0], ALREADY_NOTHING | m.Expr(value=LOGGING | m.Await(expression=LOGGING))):
            yield node.with_changes(body=[cst.Pass()])
    elif isinstance(node, cst.If | cst.While):
        for value in ("False", "True")[: 2 if isinstance(node, cst.If) else 1]:
            yield node.with_changes(test=cst.Name(value))
    elif isinstance(node, cst.BooleanOperation):
        yield from (node.left, node.right)
    elif isinstance(node, cst.Call) and len(node.args) > 1:
        yield from _called_with_less(node)
    elif isinstance(node, cst.Tuple | cst.List | cst.Set | cst.Dict) and len(node.elements) > 1:
        for element in node.elements:
            yield node.with_changes(elements=[each for each in node.elements if each is not element])


def _called_with_less(node: cst.Call) -> Iterator[cst.BaseExpression]:
    if m.matches(node, OF_TWO):
        yield from (arg.value.with_changes(**IN_PARENTHESES) for arg in node.args)
        return
    for left_out in (arg for arg in node.args if not m.matches(arg, ASSERTION)):
        args = [each for each in node.args if each is not left_out]
        yield node.with_changes(args=[*args[:-1], args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)])


@lru_cache(maxsize=4)  # a tree takes megabytes; several functions of a file are asked for one after another
def _parsed(text: str) -> tuple[cst.Module, tuple[tuple[str, Part], ...]]:
    module = cst.parse_module(text)
    return module, tuple(parts_of(module))


def mutants_of(
    file: str, only: str | None = None, root: Path = ROOT, *, saying: Sequence[str] = ("",), near: Sequence[str] = ("",)
) -> Iterator[Mutant]:
    """Every mutant of a file (its path from `root`), of one function in it, or of the functions and constants that
    contain one of these words. `near`: may skip changes to lines other than these texts, since making each takes long.
    """
    text = (root / file).read_text(encoding="utf-8")
    module, parts = _parsed(text if any(word in text for word in saying) else "")
    for name, part in parts:
        if only in {None, name} and any(word in module.code_for_node(part) for word in saying):
            seen: set[tuple[str, str]] = set()
            for mutant in _mutants_in(module, file, name, part, near):
                if (mutant.was, mutant.now) not in seen:
                    seen.add((mutant.was, mutant.now))
                    yield mutant


def _mutants_in(module: cst.Module, file: str, name: str, part: Part, near: Sequence[str]) -> Iterator[Mutant]:
    before = module.code_for_node(part)
    visitor = _Changeable()
    part.visit(visitor)
    for node, block in visitor.nodes:
        made = [*changed(node)] if node is not part else []
        for new in made if made and _is_near(module.code_for_node(node), near) else ():
            after = module.code_for_node(part.deep_replace(node, new))
            if after != before and _compiles(after):
                was, now = difference(before, after)
                yield Mutant(file, name, was, now, block, after)


def _is_near(code: str, texts: Sequence[str]) -> bool:
    """Whether a change to this code may touch a line of one of the texts: they share a line, or part of one."""
    return any(not text or any(line.strip() in text for line in code.splitlines() if line.strip()) for text in texts)


def difference(before: str, after: str) -> tuple[str, str]:
    """The removed and the added lines, without the first and last lines that both share."""
    was, now = ([line.strip() for line in text.splitlines()] for text in (before, after))
    for end in (0, -1):
        while was and now and was[end] == now[end]:
            del was[end], now[end]
    return "\n".join(was), "\n".join(now)


def _compiles(code: str) -> bool:
    try:
        compile(textwrap.dedent(code), "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def by_hand(file: str, function: str, was: str, now: str) -> Mutant:
    """A mutant that somebody wrote: text that occurs once in a function or constant, and its replacement. Raises
    ValueError where it does not occur once, and KeyError where there is no such function.
    """
    module, parts = _parsed((ROOT / file).read_text(encoding="utf-8"))
    before = module.code_for_node(dict(parts)[function])
    if before.count(was) != 1:
        raise ValueError(f"{file}: {function} has this {before.count(was)} times, not once: {was}")
    after = before.replace(was, now)
    return Mutant(file, function, was, now, 0, after)


def all_mutants(files: Iterable[str]) -> list[Mutant]:
    """Every mutant of these files (paths from the root), in order."""
    return [mutant for file in files for mutant in mutants_of(file)]
