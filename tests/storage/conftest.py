"""Every test of the stores runs on SQLite and on PostgreSQL."""

from tests.databases import database

__all__ = ["database"]
