"""Every test of the stores runs on SQLite and on PostgreSQL."""

from tests.databases import database, postgres, postgres_database, sqlite_database

__all__ = ["database", "postgres", "postgres_database", "sqlite_database"]
