"""Writes a migration for changes of the tables that no migration makes yet: `make migration NAME=what_it_is_about`."""

import re
import sys
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from bot.storage.migrate import HERE
from bot.storage.tables import metadata

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def write_migration(name: str, folder: Path = HERE, tables: MetaData = metadata) -> Path | None:
    """The path of a new file in the `versions` of `folder`, after the newest; None if the migrations already make
    exactly `tables`.

    `name` says what it is about, in lower case with underscores: it becomes the file's name and the start of its
    docstring. Raises ValueError for any other name. The file is a draft for its author to finish.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is not a valid name: use lower-case letters and digits, with underscores in between."
        )
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes |= {"tables": tables}
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        context = MigrationContext.configure(connection)
        if not compare_metadata(context, tables):
            return None
        number = f"{int(context.get_current_revision() or 0) + 1:04}"
        command.revision(config, name.replace("_", " ").capitalize(), autogenerate=True, rev_id=number)
    engine.dispose()
    return folder / "versions" / f"{number}_{name}.py"


if __name__ == "__main__":
    try:
        written = write_migration("".join(sys.argv[1:2]))
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{written or 'The migrations already make these tables, so there is nothing to write.'}\n")
