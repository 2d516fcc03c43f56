"""An access key is a secret that lets another tool in, to what its owner may see and nothing else."""

import hashlib
import re
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum


class AccessKeyKind(StrEnum):
    """What an access key opens: the owner's ride-alongs as a calendar, or an admin's numbers."""

    CALENDAR = "calendar"
    API = "api"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """One access key, of one person. The secret itself is not stored: `digest` is enough to recognise it."""

    user_id: str
    kind: AccessKeyKind
    digest: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A ride-along as its owner's calendar shows it. `starts_at` is aware UTC, `change` counts its changes."""

    id: str
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    _: KW_ONLY
    change: int = 0
    is_confirmed: bool = False
    is_cancelled: bool = False


NAMES_WORKSPACE = re.compile(r"([A-Za-z0-9]{1,64})\.")


def secret_in(workspace_id: str, random: str) -> str:
    """The secret of an access key in a workspace: the workspace's id, so that it is looked up only there, and a part
    that nobody can guess.
    """
    return f"{workspace_id}.{random}"


def workspace_of(secret: str) -> str | None:
    """The workspace that a secret names, whether or not there is such a key; None if it names none, like those made
    before December 2026.
    """
    named = NAMES_WORKSPACE.match(secret)
    return named and named[1]


def digest_of(secret: str) -> str:
    """What is stored of a secret. It is long and random, so a plain hash of it cannot be reversed."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
