"""What outlasts a deletion: keyed hashes of a refusal, of how often somebody was reached, and of whom they were counted
with.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.domain.people.safeguards import SafeguardKind
from bot.storage.base.types import EnumText, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

# `batch` joins people who were counted together; `number` counts messages.
safeguards = Table(
    "safeguards",
    metadata,
    key("workspace_id"),
    Column("kind", EnumText(SafeguardKind), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("number", Integer, nullable=False, default=0),
    id_of("batch"),
    Index(None, "workspace_id", "batch"),
)

# The secret that a workspace's hashes are made with.
safeguard_secrets = Table(
    "safeguard_secrets",
    metadata,
    key("workspace_id"),
    Column("secret_sealed", Text, nullable=False),
)
