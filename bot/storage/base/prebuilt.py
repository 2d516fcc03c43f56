"""Statements that are built once: building one takes SQLAlchemy five times as long as running it with other values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, cast

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class BoundStatement:
    """A statement, and the values of its parameters by name."""

    statement: Executable
    values: dict[str, Any]


def prebuilt(make: Callable[P, Executable]) -> Callable[P, BoundStatement]:
    """Decorates a function that builds a statement from its arguments: it is called once, with a bind parameter for
    each argument, and afterwards only the values differ. An argument for `in_` is a Collection.

    So nothing in the function may depend on the values: no `if`, no arithmetic, no default.
    """
    names = tuple(signature(make).parameters)

    @cache
    def statement() -> Executable:
        given: Any = make
        return cast("Executable", given(*map(bindparam, names)))

    @wraps(make)
    def bound(*args: P.args, **kwargs: P.kwargs) -> BoundStatement:
        return BoundStatement(statement(), dict(zip(names, args, strict=False)) | kwargs)

    vars(bound)["cache_clear"] = statement.cache_clear  # as on `cache`: a mutated function has to be called again
    return bound
