"""What a look at one thing gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, whether it is right, and what is so or what to do."""

    about: str
    right: bool
    says: str
