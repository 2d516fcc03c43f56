"""The database: the only user of SQLAlchemy. Takes and returns domain objects; no row or session leaves it."""
