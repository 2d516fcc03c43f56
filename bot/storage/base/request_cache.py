"""The person whom the same request has just read, so that its use case need not read them again.

Each request runs in its own task, and sees only what it read itself. Every write forgets the person first, and they can
be taken only once.
"""

from contextvars import ContextVar

from bot.domain.people.people import Person, Who

_person: ContextVar[Person | None] = ContextVar("request_cache", default=None)


def keep(person: Person) -> None:
    """Keep a person as just read."""
    _person.set(person)


def taken(who: Who) -> Person | None:
    """The person, if they are the one just read and nothing was written since; only the first caller gets them."""
    person = _person.get()
    _person.set(None)
    return (
        person
        if person is not None and (person.workspace_id, person.user_id) == (who.workspace_id, who.user_id)
        else None
    )


def forget() -> None:
    """Forget the person: something is about to be written."""
    _person.set(None)
