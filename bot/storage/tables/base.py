"""Shared by every table: the metadata with its naming convention, and the types of keys and ids."""

from sqlalchemy import Column, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[str]:
    """A part of the primary key."""
    return Column(name, String(64), primary_key=True)


def id_of(name: str, *, nullable: bool = False) -> Column[str]:
    """The type of ids, Slack's and our own."""
    return Column(name, String(64), nullable=nullable)
