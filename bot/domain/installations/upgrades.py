"""Scopes that a version of ours asks for and an installation was not granted yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What one installation lacks: at `link` it is installed again; "" where that is done in the app's own settings."""

    workspace_id: str
    scopes: tuple[str, ...]
    link: str = ""
    name: str = ""
    installer_id: str = ""
