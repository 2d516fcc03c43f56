"""Who takes part: the people we send things to unasked."""

from bot.domain.people.people import Person, PersonStatus


def takes_part(person: Person) -> bool:
    """Whether somebody started, has not stopped, and is not a guest now."""
    return person.status is PersonStatus.ACTIVE and not person.is_guest


def why_nothing_comes(person: Person) -> str:
    """The content key of the sentence for somebody who is not active: that they stopped, or have not started, and how
    to change that.
    """
    return f"settings.{'stopped' if person.status is PersonStatus.STOPPED else 'not_started'}"
