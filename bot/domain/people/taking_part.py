"""Who takes part: to whom things come by themselves."""

from bot.domain.people.people import Person, PersonStatus


def takes_part(person: Person) -> bool:
    """Whether somebody started, has not stopped, and is no guest, also not one since then."""
    return person.status is PersonStatus.ACTIVE and not person.is_guest
