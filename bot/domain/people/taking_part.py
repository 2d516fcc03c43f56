"""Who takes part: the people we send things to unasked."""

from bot.domain.people.people import Person, PersonStatus


def takes_part(person: Person) -> bool:
    """Whether somebody started, has not stopped, and is not a guest now."""
    return person.status is PersonStatus.ACTIVE and not person.is_guest
