"""Whether a request has committed anything yet: a later failure must not say that nothing was done, and a saved form is
not saved again.
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
    """Attribute the commits of this task, and of those that it starts, to one request from now on."""
    _kept.set(Kept(form))


def form_to_note() -> str:
    """The key of the form to note as saved with the first commit; "" if there is none, or it is already noted."""
    kept = _kept.get()
    return kept.form if kept is not None and not kept.is_any else ""


def mark() -> None:
    """Note that something that somebody asked for is committed."""
    if (kept := _kept.get()) is not None:
        kept.is_any = True


def is_any() -> bool:
    """Whether the request under way has committed anything."""
    kept = _kept.get()
    return kept is not None and kept.is_any
