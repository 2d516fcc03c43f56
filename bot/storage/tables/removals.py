"""Messages of ours that are still to be removed from Slack, after somebody had their data deleted. Holds no text, and
names a deleted person only by a keyed hash.
"""

from sqlalchemy import Column, Integer, String, Table

from bot.domain.people.removals import RemovalKind
from bot.storage.base.types import EnumText, UtcDateTime
from bot.storage.tables.base import key, metadata

removals = Table(
    "removals",
    metadata,
    key("workspace_id"),
    key("conversation"),
    key("target"),
    key("about"),
    Column("kind", EnumText(RemovalKind), nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("held_until", UtcDateTime),  # by a process that is working on it; after that time, none is
    Column("place", String(32), nullable=False),
    Column("locale", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("given_up_at", UtcDateTime),
)
