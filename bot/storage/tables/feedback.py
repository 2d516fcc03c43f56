"""Feedback on a leader's self-check: rounds, and what salespeople answered in them."""

from sqlalchemy import JSON, Column, Date, Index, Integer, Table

from bot.storage.base.types import NameList, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

feedback_rounds = Table(
    "twin_rounds",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("leader_id"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("invited", NameList, nullable=False),
    Column("count", Integer, nullable=False),
    Column("sums", JSON, nullable=False),
    Column("week", Date),
    id_of("selfcheck_id", nullable=True),
    Column("team", Integer, nullable=False, default=0, server_default="0"),
    Index(None, "workspace_id", "leader_id", "opened_at"),
)

feedback_answers = Table(
    "twin_answers",
    metadata,
    key("workspace_id"),
    key("round_id"),
    key("author_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("counted", JSON(none_as_null=True)),
    Index(None, "workspace_id", "author_id"),
)
