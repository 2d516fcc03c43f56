"""What a press or a form may carry about something between others, in the shape that its handler reads."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

import pytest

from bot.domain.codec import encode
from handlers.answer import Answer

T = TypeVar("T")
CARRIES = {"value", "selected_option"}


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is stored about others: `ids`, other `texts` that a button may carry, and values by the names of facts."""

    ids: list[str]
    texts: list[str]
    named: dict[str, Any]

    def packed(self, kind: type[Any]) -> str:
        """A fact of this kind about them, as a button carries it."""
        return encode(kind(**{name: self._fact(name, hint) for name, hint in get_type_hints(kind).items()}))

    def _fact(self, name: str, hint: Any) -> Any:
        if hint is date:
            return date.fromisoformat(self.named["week"])
        return next(iter(hint)) if issubclass(hint, StrEnum) else hint(self.named.get(name, "0"))

    def forms(self) -> list[str]:
        """What a form may carry: nothing, or everything that any form carries, about each of the ids."""
        return ["", *(json.dumps(self.named | {"id": theirs}) for theirs in self.ids)]


@dataclass(slots=True)
class Looks:
    """What a handler read of what a press carries: whether it read any of it, and as which kinds of fact."""

    is_read: bool = False
    kinds: list[type[Any]] = field(default_factory=list)


class Watched(dict[str, Any]):
    """The pressed element of a payload; it notes in `looks` that somebody reads what it carries."""

    def __init__(self, looks: Looks, element: dict[str, Any]) -> None:
        super().__init__(element)
        self.looks = looks

    def get(self, key: str, default: Any = None) -> Any:
        self.looks.is_read |= key in CARRIES
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.looks.is_read |= key in CARRIES
        return super().__getitem__(key)


@contextmanager
def looked_at() -> Iterator[Looks]:
    """What is read within the block."""
    looks, read = Looks(), Answer.read

    def noted(answer: Answer, kind: type[T]) -> T:
        looks.kinds += [] if kind in looks.kinds else [kind]
        return read(answer, kind)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Answer, "read", noted)
        yield looks
