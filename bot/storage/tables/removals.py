"""Messages of ours that are still to be taken out of Slack, after somebody had their data deleted. No text, and nobody
who was deleted, but as a keyed hash.
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
    Column("held_until", UtcDateTime),  # by a process that is at it; after that time nobody is
    Column("place", String(32), nullable=False),
    Column("locale", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("given_up_at", UtcDateTime),
)
