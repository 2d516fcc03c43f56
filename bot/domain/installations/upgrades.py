"""Scopes that this version asks for and an installation was not granted yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The scopes that one installation lacks; `link` reinstalls it, "" if that is done in the app's own settings."""

    workspace_id: str
    scopes: tuple[str, ...]
    link: str = ""
    name: str = ""
    installer_id: str = ""
