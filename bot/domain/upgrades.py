"""Scopes that a version of ours asks for and an installation was not granted yet."""

from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.permissions import Act, may


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What one installation lacks: at `link` it is installed again; "" where that is done in the app's own settings."""

    workspace_id: str
    scopes: tuple[str, ...]
    link: str = ""
    name: str = ""
    installer_id: str = ""

    def concerns(self, person: Person) -> bool:
        """Whether this person can do something about it: an admin, or whoever installed it."""
        return may(person, Act.INSTALL_AGAIN, own=person.user_id == self.installer_id)
