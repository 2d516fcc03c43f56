"""Replaces the code of functions that are already loaded, so that a mutant needs no new process.

A function is the same object wherever it was imported, so its code is changed in place. Its cached results
(`functools.cache`) are dropped.
"""

import ast
import sys
import textwrap
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any


class NotSwapped(Exception):
    """This function cannot be changed while it is loaded."""


def module_name(file: str) -> str:
    """The dotted module name of a file, given its path from the root."""
    return file.removesuffix(".py").replace("/", ".")


def live(file: str, name: str) -> FunctionType:
    """The loaded function with this qualified name, below all its decorators."""
    module = module_name(file)
    holder: Any = import_module(module)
    *classes, last = name.split(".")
    for each in classes:
        holder = getattr(holder, each)
    inside = [each for each in _peeled(vars(holder)[last]) if isinstance(each, FunctionType)]
    if not inside or inside[-1].__module__ != module:
        raise NotSwapped(f"{file}: {name} is not a function that can be changed")
    return inside[-1]


def _peeled(value: Any) -> Iterator[Any]:
    """A decorated object, and what it wraps, down to the bottom."""
    while value is not None:
        yield value
        if hasattr(value, "cache_clear"):
            value.cache_clear()
        inner = (getattr(value, name, None) for name in ("__wrapped__", "__func__", "fget", "func"))
        value = next((each for each in inner if each is not None), None)


def swap(file: str, name: str, source: str, *, remake: bool = True) -> None:
    """Replace a function by `source`, which redefines it without its decorators; or a constant by the value it gives.
    With `remake`, constants that the function made when the file was loaded are made again. Raises NotSwapped where
    that cannot be done.
    """
    if not is_function(source):
        _rebind(file, name, source)
        return
    function = live(file, name)
    made = _compiled(function, name, source)
    try:
        function.__code__ = made.__code__
    except ValueError as problem:
        raise NotSwapped(f"{file}: {name} closes over other names") from problem
    function.__defaults__, function.__kwdefaults__ = made.__defaults__, made.__kwdefaults__
    module = import_module(module_name(file))
    if remake and name in vars(module):
        _remake(module, {each: vars(module)[each] for each in _callers(module, name)})


def is_function(source: str) -> bool:
    """Whether this defines a function; otherwise it is a constant."""
    return source.lstrip().startswith(("def ", "async def "))


def holders(file: str, name: str, root: Path) -> set[str]:
    """The files (paths from `root`) whose modules have this constant: its own, and those that import it. Empty where
    there is none of that name.
    """
    value = getattr(import_module(module_name(file)), name, _NOTHING)
    modules = [each for each in list(sys.modules.values()) if value is not _NOTHING and _has(each, name, value)]
    paths = [Path(str(module.__file__)) for module in modules if getattr(module, "__file__", None)]
    return {str(path.relative_to(root)) for path in paths if path.is_relative_to(root) and path.suffix == ".py"}


def _has(module: ModuleType, name: str, value: Any) -> bool:
    return getattr(module, name, _NOTHING) is value


_NOTHING = object()


def _rebind(file: str, name: str, source: str) -> None:
    """Give a constant another value, in every module that imported it, and update the constants made from it. Default
    arguments keep the former value.
    """
    module = import_module(module_name(file))
    new = _values(module, source)
    _give(module, name, new[name])
    _remake(module, new)


def built_from(file: str, name: str) -> set[str]:
    """The constants of a file that are made, at loading, by calling this function or one that calls it."""
    module = import_module(module_name(file))
    callers = _callers(module, name)
    return {made for statement in _body(module) if _names_in(statement) & callers for made in _made(statement)}


def made_from(file: str, name: str) -> set[str]:
    """A constant of a file, and its other constants that are made from it, directly or indirectly."""
    made = {name}
    for statement in _body(import_module(module_name(file))):
        made |= set(_made(statement)) if _names_in(statement) & made else set()
    return made


def remembering(files: Iterable[str]) -> list[Any]:
    """The functions of these files that cache their results (`functools.cache`)."""
    holders = [import_module(module_name(file)) for file in files]
    classes = [each for holder in holders for each in vars(holder).values() if isinstance(each, type)]
    return [each for holder in (*holders, *classes) for each in vars(holder).values() if hasattr(each, "cache_clear")]


def _remake(module: ModuleType, new: dict[str, Any]) -> None:
    """Make again the constants that are made from names in `new`, and those made from them."""
    for statement in _body(module):
        made = _made(statement)
        if made and not new.keys() & set(made) and _names_in(statement) & set(new):
            for each, value in _values(module, ast.unparse(statement)).items():
                new[each] = value
                _give(module, each, value)


def _body(module: ModuleType) -> list[ast.stmt]:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body


def _made(statement: ast.stmt) -> list[str]:
    """The constants that a statement assigns; none where it is another statement."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return []
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    return [each.id for each in names if isinstance(each, ast.Name)]


def _names_in(statement: ast.stmt) -> set[str]:
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else statement
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} if value else set()


def _callers(module: ModuleType, name: str) -> set[str]:
    """A function of a module, and its other functions that name it, directly or indirectly."""
    functions = [each for each in _body(module) if isinstance(each, ast.FunctionDef)]
    callers = {name}
    for _ in functions:
        callers |= {each.name for each in functions if _names_in(each) & callers}
    return callers


def _values(module: ModuleType, source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(f"from __future__ import annotations\n{source}", str(module.__file__), "exec"), vars(module), names)
    return {name: value for name, value in names.items() if name != "annotations"}


def _give(module: ModuleType, name: str, value: Any) -> None:
    before = getattr(module, name)
    for other in list(sys.modules.values()):
        if getattr(other, name, None) is before:
            setattr(other, name, value)


def _compiled(function: FunctionType, name: str, source: str) -> FunctionType:
    *classes, last = name.split(".")
    text = textwrap.dedent(source)
    names: dict[str, Any] = {}
    scope = function.__globals__
    if classes:  # where a method's defaults are looked up
        holder = vars(getattr(sys.modules[function.__module__], classes[0]))
        scope = {**scope, **{key: value for key, value in holder.items() if not key.startswith("__")}}
    if "__class__" in function.__code__.co_freevars:
        text = f"def outer(__class__):\n{textwrap.indent(text, '    ')}\n    return {last}\n"
    tree = ast.parse(f"from __future__ import annotations\n{text}")
    for outer in tree.body[1:] if "__class__" in function.__code__.co_freevars else ():
        _mention_class(outer)
    exec(compile(tree, function.__code__.co_filename, "exec"), scope, names)
    made: FunctionType = names["outer"](None) if "outer" in names else names[last]
    return made


def _mention_class(outer: ast.stmt) -> None:
    """Keep the inner function closed over its class, even where the change removed its `super()`."""
    for inner in ast.iter_child_nodes(outer):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            inner.body.insert(0, ast.Expr(ast.Name("__class__", ast.Load())))
    ast.fix_missing_locations(outer)
