"""Somebody who was read a moment ago by the same request, so that its use case need not read them again.

Each request runs in a task of its own, and sees only what it read itself. Whatever writes forgets it first, and it is
taken only once.
"""

from contextvars import ContextVar

from bot.domain.people.people import Person, Who

_person: ContextVar[Person | None] = ContextVar("just_read", default=None)


def keep(person: Person) -> None:
    """Keep somebody as they were just read."""
    _person.set(person)


def taken(who: Who) -> Person | None:
    """The person, where they are the one who was just read and nothing was written since; only the first who asks."""
    person = _person.get()
    _person.set(None)
    return (
        person
        if person is not None and (person.workspace_id, person.user_id) == (who.workspace_id, who.user_id)
        else None
    )


def forget() -> None:
    """Forget them: something is about to be written."""
    _person.set(None)
