"""Whether a request has committed anything yet: a later failure must not say that nothing was done, and a saved form is
not saved again.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Committed:
    """What one request, with all its tasks, has committed. `form` is the key of the form that it submits, if any."""

    form: str
    is_any: bool = False


_committed: ContextVar[Committed | None] = ContextVar("committed", default=None)


def watch(form: str = "") -> None:
    """Attribute the commits of this task, and of those that it starts, to one request from now on."""
    _committed.set(Committed(form))


def form_to_note() -> str:
    """The key of the form to note as saved with the first commit; "" if there is none, or it is already noted."""
    committed = _committed.get()
    return committed.form if committed is not None and not committed.is_any else ""


def mark() -> None:
    """Note that something that somebody asked for is committed."""
    if (committed := _committed.get()) is not None:
        committed.is_any = True


def is_any() -> bool:
    """Whether the request under way has committed anything."""
    committed = _committed.get()
    return committed is not None and committed.is_any
