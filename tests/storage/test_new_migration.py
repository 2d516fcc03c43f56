"""`make migration`: a file after the newest, with what the tables have and no migration makes yet."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

from bot.storage.migrate import HERE, newest
from bot.storage.new_migration import write_migration
from bot.storage.tables import metadata


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations, to add to."""
    return shutil.copytree(HERE, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def tables() -> MetaData:
    """Our tables and one more."""
    more = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(more)
    Table("notebooks", more, Column("id", String(32), primary_key=True))
    return more


def test_it_makes_what_is_missing_and_nothing_else(folder: Path, tables: MetaData) -> None:
    number = f"{int(newest()) + 1:04}"
    written = write_migration("a_notebook_each", folder, tables)
    assert written == folder / f"versions/{number}_a_notebook_each.py"
    text = written.read_text(encoding="utf-8")
    assert text.startswith(f'"""A notebook each.\n\nRevision: {number}, after {newest()}\n')
    assert text.count("op.create_table(") == 1
    assert '"notebooks"' in text or "'notebooks'" in text
    assert write_migration("once_more", folder, tables) is None, "what was written makes the tables"


def test_where_nothing_is_missing_nothing_is_written(folder: Path) -> None:
    assert write_migration("nothing", folder) is None
    assert len(list(folder.glob("versions/*.py"))) == len(list(HERE.glob("versions/*.py")))


@pytest.mark.parametrize("name", ["", "A Name", "../name", "_name", "name_"], ids=repr)
def test_another_name_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is not a valid name"):
        write_migration(name, folder)
