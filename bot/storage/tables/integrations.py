"""Access keys of other tools, as digests of their secrets, and where webhooks go."""

from sqlalchemy import Column, Integer, String, Table, Text

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.integrations.webhooks import WebhookKind
from bot.storage.base.types import EnumText, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

# `digest` is the SHA-256 of a long random secret that is stored nowhere. That makes it unique without a constraint,
# which would have to begin with the workspace: a secret from before 0032 does not name its own.
doors = Table(  # the name from before 2026-11-29, when an access key was a door; renaming it would need a migration
    "doors",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("kind", EnumText(AccessKeyKind), primary_key=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
)

# One per workspace.
webhooks = Table(
    "webhooks",
    metadata,
    key("workspace_id"),
    Column("address_sealed", Text, nullable=False),
    Column("secret_sealed", Text, nullable=False),
    id_of("made_by"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("worked_at", UtcDateTime),
    Column("trouble", String(64), nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
)

# Events waiting to be sent; once sent or given up, an event has no row.
webhook_events = Table(
    "webhook_events",
    metadata,
    key("workspace_id"),
    key("id"),
    Column("kind", EnumText(WebhookKind), nullable=False),
    Column("body", Text, nullable=False),
    Column("next_at", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
)
