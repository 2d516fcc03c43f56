"""What the crash tests' fork server loads before it forks, so that no process of theirs has to: loading would take each
as long as all the rest of its short life. Importing this module does it.
"""

import asyncpg  # type: ignore[import-untyped]  # noqa: F401 - it ships no types, and is only loaded
import sqlalchemy.dialects.postgresql.asyncpg
import sqlalchemy.dialects.sqlite.aiosqlite  # noqa: F401 - as above
from babel import Locale

from bot.domain.people.countries import parts_of
from bot.web.pages import _templates
from bot.zone_data import use_pinned
from content.library import load_library

use_pinned()
Locale.parse(load_library().locale, sep="-").plural_form(1)
parts_of("DE")
for page in ("base", "installed", "failed"):
    _templates().get_template(f"{page}.html")
