"""Private calendars whose addresses people gave us, and their meetings that were offered."""

from sqlalchemy import Column, Integer, String, Table, Text

from bot.storage.base.types import UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

# `trouble` is why the last look failed, "" if it did not; `failures` counts failed looks in a row, and `told_at` is
# when its owner was told.
calendars = Table(
    "calendars",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("address_sealed", Text, nullable=False),
    Column("words_sealed", Text, nullable=False),
    Column("look_at", UtcDateTime, nullable=False, index=True),
    Column("trouble", String(32), nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0, server_default="0"),
    Column("told_at", UtcDateTime),
)

# Meetings already offered, each once; those of one look share a `batch`.
calendar_meetings = Table(
    "calendar_meetings",
    metadata,
    key("workspace_id"),
    key("user_id"),
    key("id"),
    id_of("batch"),
    Column("title_sealed", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
)
