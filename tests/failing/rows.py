"""What is stored because somebody asked for it, so that two ways to the same end can be compared."""

import re
import sqlite3
from collections import Counter

from bot.storage.base.cipher import Cipher
from bot.storage.tables import metadata

# What comes about while something is asked, whatever becomes of it: a profile is read in Slack, a try is counted.
ASIDE = {"people": "standing = 'new'", "safeguards": "kind = 'used'", "seen": "true", "pictures": "true"}
ASIDE_TOO = {"people.seen_at"}
CHANGING = re.compile(
    r"\b(?:[0-9a-f]{32}){1,2}\b|\b[0-9a-f]{8}$|whsec_\S+|\b\d{10}\.\d{6}\b|\b[A-Z]{1,2}0[0-9A-Z]{6,}\b|http://127\S+"
)
Rows = Counter[tuple[str, ...]]


def rows_in(path: str, cipher: Cipher) -> Rows:
    """Every such row of a SQLite file without what differs from run to run; texts as they were typed."""
    file = sqlite3.connect(path)
    rows: Rows = Counter()
    for table in metadata.sorted_tables:
        columns = ", ".join(f'"{column.name}"' for column in table.c if str(column) not in ASIDE_TOO)
        asked_for = file.execute(f"SELECT {columns} FROM {table} WHERE NOT ({ASIDE.get(table.name, 'false')})")
        rows.update((table.name, *(_shown(str(value), cipher) for value in row)) for row in asked_for)
    file.close()
    return rows


def _shown(value: str, cipher: Cipher) -> str:
    return CHANGING.sub("…", cipher.read(value) if value.startswith("gAAAA") else value)
