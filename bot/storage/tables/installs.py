"""Where the app is installed, and the states of installations under way."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, true

from bot.storage.base.types import NameList, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

installations = Table(
    "installations",
    metadata,
    key("workspace_id"),
    Column("name", String(200), nullable=False, default=""),
    id_of("enterprise_id", nullable=True),
    Column("is_org", Boolean, nullable=False, default=False),
    id_of("app_id"),
    id_of("bot_user_id"),
    id_of("installer_id"),
    Column("scopes", NameList, nullable=False),
    Column("token_sealed", Text, nullable=False),
    Column("refresh_token_sealed", Text, nullable=False),
    Column("expires_at", UtcDateTime, index=True),
    Column("version", Integer, nullable=False, default=0),
    Column("refreshing_until", UtcDateTime),
    Column("installed_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, index=True),
    Column("site", String(500), nullable=False, default="", server_default=""),
    Column("refused_at", UtcDateTime),
    Column("settled", Boolean, nullable=False, default=True, server_default=true()),
)

# No workspace here: it is not known yet which one it will be. Holds a hash, never the state itself.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
