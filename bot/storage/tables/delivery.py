"""The tables of the delivery engine: plans, deliveries, its beat, and requests from Slack."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Time, UniqueConstraint

from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.types import EnumText, UtcDateTime, Weekdays
from bot.storage.tables.base import id_of, key, metadata

# One row for each recipient and nudge: when it is due next, and everything needed to find the slot after that.
schedules = Table(
    "schedules",
    metadata,
    key("workspace_id"),
    key("recipient"),
    key("nudge"),
    key("subject"),
    Column("at", Time),
    Column("days", Weekdays),
    Column("zone", String(64), nullable=False),
    Column("working_days", Weekdays, nullable=False),
    Column("country", String(8)),
    Column("next_on", Date, nullable=False),
    Column("next_at", Time),
    Column("next_due_at", UtcDateTime, nullable=False, index=True),
)

deliveries = Table(
    "deliveries",
    metadata,
    key("workspace_id"),
    Column("id", String(32), primary_key=True),
    id_of("recipient"),
    id_of("nudge"),
    id_of("subject"),
    Column("on", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("status", EnumText(DeliveryStatus), nullable=False),
    Column("reason", String(200), nullable=False, default=""),
    Column("channel_id", String(64), nullable=False, default=""),
    Column("ts", String(32), nullable=False, default=""),
    Column("content_id", String(64), nullable=False, default=""),
    Column("owner", String(64)),
    Column("claimed_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("why", String(32), nullable=False, default="", server_default=""),
    Column("moved_from", Date),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("looked_up_at", UtcDateTime),
    Column("waited_since", UtcDateTime),
    # A slot. Its index also finds what went to somebody since a day, which is why "on" is in third place.
    UniqueConstraint("workspace_id", "recipient", "on", "nudge", "subject"),
    Index(None, "status", "workspace_id", "due_at"),
)

leases = Table(
    "leases",
    metadata,
    key("workspace_id"),
    id_of("owner"),
    Column("expires_at", UtcDateTime, nullable=False),
)

# One row: the beat of the sending processes, so that lost commits are noticed, and the time until which due deliveries
# are looked up in Slack before they are posted. It belongs to no workspace.
engine_pulse = Table(
    "engine_pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("beat_at", UtcDateTime, nullable=False),
    Column("timeline", String(8), nullable=False),
    Column("ask_until", UtcDateTime),
)

# Requests that Slack may deliver twice: an event, a click, a submission; kept for an hour.
seen = Table(
    "seen",
    metadata,
    key("workspace_id"),
    Column("key", String(255), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("undecided_until", UtcDateTime),  # of a form that a process is working on; after that, none is
)
