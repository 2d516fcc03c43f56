"""The pictures in somebody's messages and Home tab: one of each kind per person, kept as a file in Slack."""

from sqlalchemy import Column, String, Table

from bot.storage.tables.base import id_of, key, metadata

pictures = Table(
    "pictures",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("kind", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    id_of("file_id"),
)
