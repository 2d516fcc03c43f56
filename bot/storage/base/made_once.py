"""Statements that are made once: to make one takes SQLAlchemy five times as long as to run it with other values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, cast

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement, and the values for its parameters by their names."""

    statement: Executable
    values: dict[str, Any]


def made_once(make: Callable[P, Executable]) -> Callable[P, Bound]:
    """A function that makes a statement of its arguments: it is called once, with a parameter of the statement in place
    of each, and afterwards only the values differ. An argument for `in_` is a Collection.

    So nothing in it may depend on the values: no `if`, no arithmetic, no default.
    """
    names = tuple(signature(make).parameters)

    @cache
    def statement() -> Executable:
        given: Any = make
        return cast("Executable", given(*map(bindparam, names)))

    @wraps(make)
    def bound(*args: P.args, **kwargs: P.kwargs) -> Bound:
        return Bound(statement(), dict(zip(names, args, strict=False)) | kwargs)

    vars(bound)["cache_clear"] = statement.cache_clear  # as `cache` gives it: what is mutated has to be made anew
    return bound
