"""Ride-alongs, and what both people wrote afterwards."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, String, Table, Text

from bot.domain.ridealongs.ridealongs import RideAlongState, TakeOver
from bot.domain.ridealongs.terms import CallType
from bot.storage.base.types import EnumText, Length, NameList, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

ridealongs = Table(
    "ridealongs",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("leader_id"),
    id_of("salesperson_id"),
    id_of("planned_by"),
    Column("customer_sealed", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("length", Length, nullable=False),
    Column("call_type", EnumText(CallType), nullable=False),
    Column("opens", String(16), nullable=False),
    Column("price", String(16), nullable=False),
    Column("signal_sealed", Text, nullable=False),
    Column("skill_sealed", Text, nullable=False),
    Column("state", EnumText(RideAlongState), nullable=False),
    Column("confirmed_by", NameList, nullable=False),
    Column("version", Integer, nullable=False, default=0),
    Column("logged", Boolean, nullable=False, default=False),
    Column("logged_at", UtcDateTime),
    Column("wall_at", DateTime),
    Column("wall_zone", String(64)),
    Column("planned_on", Date),  # written by versions up to 2026-11, which may run beside this one
    Index(None, "workspace_id", "leader_id", "starts_at"),
    Index(None, "workspace_id", "salesperson_id", "starts_at"),
    Index(None, "workspace_id", "leader_id", "logged_at"),
    # Years of two people's calls are summed up from it alone. It has a name since its own is too long for PostgreSQL.
    Index("ix_ridealongs_of_two", "workspace_id", "leader_id", "salesperson_id", "starts_at", "state"),
)

reflections = Table(
    "reflections",
    metadata,
    key("workspace_id"),
    key("ridealong_id"),
    key("author_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("answers_sealed", Text, nullable=False),
    Column("takeover", EnumText(TakeOver)),
    Column("moment_sealed", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Index(None, "workspace_id", "author_id", "at"),
)
