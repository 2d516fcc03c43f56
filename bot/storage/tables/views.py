"""The second view of a self-check, and the calendars that people gave us the address of."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from bot.storage.tables.base import id_of, key, metadata
from bot.storage.types import Names, UtcDateTime

twin_rounds = Table(
    "twin_rounds",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("leader_id"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("invited", Names, nullable=False),
    Column("count", Integer, nullable=False),
    Column("sums", JSON, nullable=False),
    Index(None, "workspace_id", "leader_id", "opened_at"),
)

twin_answers = Table(
    "twin_answers",
    metadata,
    key("workspace_id"),
    key("round_id"),
    key("author_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("counted", JSON(none_as_null=True)),
)

# `trouble` is why the last look failed, "" where it did not.
calendars = Table(
    "calendars",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("address_sealed", Text, nullable=False),
    Column("words_sealed", Text, nullable=False),
    Column("look_at", UtcDateTime, nullable=False, index=True),
    Column("trouble", String(32), nullable=False, default=""),
)

# Meetings that were offered already, each once; those of one look share a `batch`.
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
