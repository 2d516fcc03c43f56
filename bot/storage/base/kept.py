"""Whether a request has kept anything yet: what fails afterwards does not say that nothing was done, and a form that is
kept is not kept again.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Kept:
    """What one request, with all its tasks, has committed. `form` is the key of the form that it submits, if any."""

    form: str
    is_any: bool = False


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


def watch(form: str = "") -> None:
    """From here on, what this task and those that it starts commit is that of one request."""
    _kept.set(Kept(form))


def form_to_note() -> str:
    """The key of the form that is noted as saved with the first commit; "" where there is none, or it is noted."""
    kept = _kept.get()
    return kept.form if kept is not None and not kept.is_any else ""


def mark() -> None:
    """Something that somebody asked for is committed."""
    if (kept := _kept.get()) is not None:
        kept.is_any = True


def is_any() -> bool:
    """Whether the request that is under way has committed anything."""
    kept = _kept.get()
    return kept is not None and kept.is_any
