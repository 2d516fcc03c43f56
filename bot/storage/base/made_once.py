"""Statements that are made once: to make one takes SQLAlchemy five times as long as to run it with other values."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, get_origin, get_type_hints

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement, and the values for its parameters by their names."""

    statement: Executable
    values: dict[str, Any]


def made_once(make: Callable[P, Executable]) -> Callable[P, Bound]:
    """A function that makes a statement of its arguments: it is called once, with a parameter of the statement in place
    of each, and afterwards only the values differ. An argument that is a Collection is for `in_`.

    So nothing in it may depend on the values: no `if`, no arithmetic, no default.
    """
    names = tuple(signature(make).parameters)

    @cache
    def statement() -> tuple[Executable, frozenset[str]]:
        hints: dict[str, Any] = get_type_hints(make)
        several = frozenset(name for name in names if get_origin(hints[name]) is Collection)
        parameters: Any = (bindparam(name, expanding=name in several) for name in names)
        given: Any = make
        return given(*parameters), several

    @wraps(make)
    def bound(*args: P.args, **kwargs: P.kwargs) -> Bound:
        made, several = statement()
        values: dict[str, Any] = dict(zip(names, args, strict=False)) | kwargs
        return Bound(made, {name: list(value) if name in several else value for name, value in values.items()})

    vars(bound)["cache_clear"] = statement.cache_clear  # as `cache` gives it: what is mutated has to be made anew
    return bound
