"""Whether a request has kept anything yet: what fails afterwards does not say that nothing was done."""

from contextvars import ContextVar


class Kept:
    """What one request, with all its tasks, has committed."""

    is_any = False


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


def watch() -> None:
    """From here on, what this task and those that it starts commit is that of one request."""
    _kept.set(Kept())


def mark() -> None:
    """Something that somebody asked for is committed."""
    if (kept := _kept.get()) is not None:
        kept.is_any = True


def is_any() -> bool:
    """Whether the request that is under way has committed anything."""
    kept = _kept.get()
    return kept is not None and kept.is_any
