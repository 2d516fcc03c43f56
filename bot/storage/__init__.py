"""Memory: the only user of SQLAlchemy. Gives and takes domain objects; no row or session leaves it."""
