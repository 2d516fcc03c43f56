"""The tests of the stores run SQLite as in production: a thread for each connection, and SQLAlchemy's switching."""

import pytest


@pytest.fixture(autouse=True)
def as_people_have(in_threads: None) -> None:
    """Before any database is opened."""
