"""What a leader works on over weeks: the weeks that they mark as pressure weeks, and the programmes that they take."""

from sqlalchemy import Boolean, Column, Date, Index, String, Table

from bot.storage.tables.base import id_of, key, metadata

# `is_pressure` False: the leader said that a quarter's end is not a pressure week for them.
pressure_weeks = Table(
    "pressure_weeks",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("week", Date, primary_key=True),
    Column("is_pressure", Boolean, nullable=False),
)

programme_runs = Table(
    "programme_runs",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("user_id"),
    Column("programme", String(64), nullable=False),
    Column("started_on", Date, nullable=False),
    Column("ended_on", Date),
    Index(None, "workspace_id", "user_id", "started_on"),
)
