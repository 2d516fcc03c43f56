"""The result of examining one thing."""

from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: its name, whether it is right, and what was seen or what to do.

    `stops`: whether `run` would not work as it is; without it, what is not right is only worth knowing.
    """

    about: str
    right: bool
    says: str
    _: KW_ONLY
    stops: bool = True
