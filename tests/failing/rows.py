"""The rows that exist because somebody asked for something, so that two ways to the same result can be compared."""

import re
import sqlite3
from collections import Counter
from functools import cache, lru_cache

from bot.storage.base.cipher import Cipher
from bot.storage.tables import metadata

# Rows that any request leaves, even one that fails: a profile is read from Slack, an attempt is counted.
ASIDE = {"people": "standing = 'new'", "safeguards": "kind = 'used'", "seen": "true", "pictures": "true"}
ASIDE_TOO = {"people.seen_at"}
CHANGING = re.compile(
    r"\b(?:[0-9a-f]{32}){1,2}\b|\b[0-9a-f]{8}$|whsec_\S+|\b\d{10}\.\d{6}\b|\b[A-Z]{1,2}0[0-9A-Z]{6,}\b|http://127\S+"
)
Rows = Counter[tuple[str, ...]]


def rows_in(path: str, cipher: Cipher) -> Rows:
    """Every such row of a SQLite file, without what differs from run to run; texts as they were typed."""
    file = sqlite3.connect(path)
    rows: Rows = Counter()
    for name, asked_for in _statements().items():
        rows.update(_shown(name, row, cipher) for row in file.execute(asked_for))
    file.close()
    return rows


@cache
def _statements() -> dict[str, str]:
    """The query for the rows of each table."""
    columns = {
        table.name: ", ".join(f'"{column.name}"' for column in table.c if str(column) not in ASIDE_TOO)
        for table in metadata.sorted_tables
    }
    return {name: f"SELECT {all_} FROM {name} WHERE NOT ({ASIDE.get(name, 'false')})" for name, all_ in columns.items()}


@lru_cache(maxsize=10_000)  # nearly all rows are the same each time
def _shown(table: str, row: tuple[object, ...], cipher: Cipher) -> tuple[str, ...]:
    texts = (str(value) for value in row)
    return (table, *(CHANGING.sub("…", cipher.read(text) if text.startswith("gAAAA") else text) for text in texts))
