"""A database that cannot be used says why in one sentence, and none of it is touched."""

from pathlib import Path

import pytest

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.unavailable import why_unusable
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.databases import Postgres


async def refusal(url: str) -> str:
    """What an operator reads when we try to make the tables there."""
    database = Database(url, Cipher([new_key()]))
    with pytest.raises(Exception) as raised:  # noqa: PT011 - its sentence is checked
        await upgrade(database.engine)
    await database.close()
    return why_unusable(raised.value)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file that somebody gave by mistake."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Maria, this is no database. " * 100)
    return path


async def test_a_file_that_is_no_database_is_a_sentence(letter: Path) -> None:
    assert "file is not a database" in await refusal(f"sqlite:///{letter}")


async def test_a_folder_in_the_place_of_a_file_stays_as_open_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)

    assert "unable to open database file" in await refusal(f"sqlite:///{folder}")
    assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param("", 'database "nowhere" does not exist', id="database"),
        pytest.param("&target_session_attrs=standby", "", id="no standby"),
        pytest.param("&search_path=nowhere", "no schema has been selected", id="no schema"),
    ],
)
async def test_what_postgres_refuses_is_a_sentence(postgres: Postgres, options: str, says: str) -> None:
    name = "postgres" if options else "nowhere"

    sentence = await refusal(postgres.url(name) + options)

    assert sentence.startswith("The database cannot be used: ")
    assert says in sentence
