"""The result of examining one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: its name, whether it is right, and what was seen or what to do."""

    about: str
    right: bool
    says: str
