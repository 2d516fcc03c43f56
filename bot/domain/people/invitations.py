"""An admin's invitation to start, and who was invited."""

from dataclasses import dataclass

MOST_INVITED = 100  # people in one form


@dataclass(frozen=True, slots=True)
class LeaderInvitation:
    """Who invited somebody, and whether the invitation is still unanswered."""

    inviter_id: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was asked just now, and who was not, for whatever reason."""

    told: tuple[str, ...]
    not_told: tuple[str, ...] = ()
