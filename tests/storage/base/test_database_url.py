"""`DATABASE_URL` names hosts as libpq does."""

from typing import Any

import pytest

from bot.errors import SetupError
from bot.storage.database import async_url


@pytest.mark.parametrize(
    ("url", "where"),
    [
        pytest.param(
            "postgres://u:p@one:5433,two/chair?target_session_attrs=read-write",
            {"host": "one,two", "port": "5433,5432", "target_session_attrs": "read-write"},
            id="several hosts",
        ),
        pytest.param(
            "postgresql://u@%2Frun%2Fpg:5433/chair",
            {"host": "/run/pg", "port": "5433"},
            id="a socket in a host's place",
        ),
        pytest.param("postgresql://u@/chair?host=/run/pg", {"host": "/run/pg"}, id="a socket among the options"),
    ],
)
def test_hosts_are_read_as_libpq_reads_them(url: str, where: dict[str, Any]) -> None:
    read = async_url(url)

    assert (dict(read.query), read.host, read.database, read.username) == (where, None, "chair", "u")


@pytest.mark.parametrize("url", ["mysql://u:hidden@h/d", "sqlitee:///file", "file.sqlite3", ""])
def test_another_kind_of_database_gets_a_sentence(url: str) -> None:
    with pytest.raises(SetupError, match="cannot be parsed") as error:
        async_url(url)
    assert "hidden" not in str(error.value)
