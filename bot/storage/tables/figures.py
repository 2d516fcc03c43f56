"""Figures about several people, as they were shown, and whose answers stand in them."""

from sqlalchemy import JSON, Column, Integer, Table

from bot.domain.figures import Kind
from bot.storage.tables.base import key, metadata
from bot.storage.types import Choice, UtcDateTime

# A figure as it was first shown; `size` people gave these answers.
figures = Table(
    "figures",
    metadata,
    key("workspace_id"),
    Column("kind", Choice(Kind), primary_key=True),
    key("scope"),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
)

# Whose answers stand in a figure, until they are deleted: so that no figure is shown of fewer than it takes.
counted = Table(
    "counted",
    metadata,
    key("workspace_id"),
    Column("kind", Choice(Kind), primary_key=True),
    key("scope"),
    key("user_id"),
)
