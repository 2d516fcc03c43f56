"""The result of checking one thing."""

from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: its name, whether it is right, and what was seen or what to do.

    `stops`: whether a problem keeps `run` from working; if not, it is only worth knowing.
    """

    about: str
    right: bool
    says: str
    _: KW_ONLY
    stops: bool = True
