"""Every table. Each row belongs to a workspace, and its key begins with it.

A column that ends in `_sealed` holds a person's free text or a token, encrypted by `cipher`.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from bot.domain.checkin import Answer
from bot.domain.commitments import Outcome
from bot.domain.deliveries import Status
from bot.domain.people import Membership, Standing
from bot.domain.prompts import Reply
from bot.domain.ridealong import CallType, State, TakeOver
from bot.storage.types import Choice, Length, Names, UtcDateTime, Weekdays

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _id(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(64), nullable=nullable)


workspaces = Table(
    "workspaces",
    metadata,
    _key("id"),
    Column("name", String(200), nullable=False, default=""),
    _id("enterprise_id", nullable=True),
    Column("country", String(8)),
    Column("fiscal_start_month", Integer, nullable=False, default=1),
    Column("stopped", Boolean, nullable=False, default=False),
)

people = Table(
    "people",
    metadata,
    _key("workspace_id"),
    _key("user_id"),
    Column("name", String(200), nullable=False),
    Column("profile_zone", String(64), nullable=False),
    Column("own_zone", String(64)),
    Column("standing", Choice(Standing), nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("is_leader", Boolean, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("country", String(8)),
    Column("working_days", Weekdays, nullable=False),
    Column("prompt_at", Time),
    Column("checkin_day", Integer, nullable=False),
    Column("checkin_at", Time, nullable=False),
    Column("daily_again_at", UtcDateTime),
    Column("seen_at", UtcDateTime),
)

pauses = Table(
    "pauses",
    metadata,
    _key("workspace_id"),
    _key("user_id"),
    Column("first", Date, primary_key=True),
    Column("last", Date),
)

team_members = Table(
    "team_members",
    metadata,
    _key("workspace_id"),
    _key("leader_id"),
    _key("salesperson_id"),
    Column("membership", Choice(Membership), nullable=False),
    Index(None, "workspace_id", "salesperson_id"),
)

channel_nudges = Table(
    "channel_nudges",
    metadata,
    _key("workspace_id"),
    _key("channel_id"),
    _key("nudge"),
    Column("at", Time, nullable=False),
    Column("days", Weekdays, nullable=False),
    Column("zone", String(64), nullable=False),
    _id("set_by"),
    Column("paused_for", String(64)),
)

# One row a recipient and nudge: when it is due next, and all that is needed to find the slot after that one.
schedules = Table(
    "schedules",
    metadata,
    _key("workspace_id"),
    _key("recipient"),
    _key("nudge"),
    _key("subject"),
    Column("at", Time),
    Column("days", Weekdays),
    Column("zone", String(64), nullable=False),
    Column("working_days", Weekdays, nullable=False),
    Column("country", String(8)),
    Column("next_on", Date, nullable=False),
    Column("next_due_at", UtcDateTime, nullable=False, index=True),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(32), primary_key=True),
    _id("workspace_id"),
    _id("recipient"),
    _id("nudge"),
    _id("subject"),
    Column("on", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("reason", String(200), nullable=False, default=""),
    Column("channel_id", String(64), nullable=False, default=""),
    Column("ts", String(32), nullable=False, default=""),
    Column("content_id", String(64), nullable=False, default=""),
    Column("owner", String(64)),
    Column("claimed_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("workspace_id", "recipient", "nudge", "subject", "on"),
    Index(None, "status", "workspace_id", "due_at"),
    Index(None, "workspace_id", "recipient", "on"),
)

leases = Table(
    "leases",
    metadata,
    _key("workspace_id"),
    _id("owner"),
    Column("expires_at", UtcDateTime, nullable=False),
)

practices = Table(
    "practices",
    metadata,
    _key("workspace_id"),
    _key("user_id"),
    _key("delivery_id"),
    Column("prompt_id", String(64), nullable=False),
    Column("on", Date, nullable=False),
    Column("reply", Choice(Reply), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text_sealed", Text, nullable=False),
)

checkins = Table(
    "checkins",
    metadata,
    _key("workspace_id"),
    _key("user_id"),
    Column("week", Date, primary_key=True),
    Column("answer", Choice(Answer), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("developed", Names, nullable=False),
    Column("pulled", String(32)),
    Column("takeovers", Integer),
    Index(None, "workspace_id", "week"),
)

commitments = Table(
    "commitments",
    metadata,
    _key("workspace_id"),
    _key("id"),
    _id("owner_id"),
    Column("source", String(96), nullable=False),
    Column("cue_sealed", Text, nullable=False),
    Column("step_sealed", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("outcome", Choice(Outcome)),
    Index(None, "workspace_id", "owner_id", "made_on"),
)

selfchecks = Table(
    "selfchecks",
    metadata,
    _key("workspace_id"),
    _key("id"),
    _id("user_id"),
    Column("on", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answers", JSON, nullable=False),
    Index(None, "workspace_id", "user_id", "on"),
)

ridealongs = Table(
    "ridealongs",
    metadata,
    _key("workspace_id"),
    _key("id"),
    _id("leader_id"),
    _id("salesperson_id"),
    _id("planned_by"),
    Column("customer_sealed", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("length", Length, nullable=False),
    Column("call_type", Choice(CallType), nullable=False),
    Column("opens", String(16), nullable=False),
    Column("price", String(16), nullable=False),
    Column("signal_sealed", Text, nullable=False),
    Column("skill_sealed", Text, nullable=False),
    Column("state", Choice(State), nullable=False),
    Column("confirmed_by", Names, nullable=False),
    Column("version", Integer, nullable=False, default=0),
    Column("logged", Boolean, nullable=False, default=False),
    Index(None, "workspace_id", "leader_id", "starts_at"),
    Index(None, "workspace_id", "salesperson_id", "starts_at"),
)

reflections = Table(
    "reflections",
    metadata,
    _key("workspace_id"),
    _key("ridealong_id"),
    _key("author_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("answers_sealed", Text, nullable=False),
    Column("takeover", Choice(TakeOver)),
    Column("moment_sealed", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
)

coaching_moments = Table(
    "coaching_moments",
    metadata,
    _key("workspace_id"),
    _key("id"),
    _id("author_id"),
    _id("salesperson_id"),
    Column("at", UtcDateTime, nullable=False),
    _id("channel_id"),
    Column("ts", String(32), nullable=False),
    Column("text_sealed", Text, nullable=False),
    Index(None, "workspace_id", "author_id", "salesperson_id"),
)

# What Slack may deliver twice: an event, a click, a submission; kept for an hour.
seen = Table(
    "seen",
    metadata,
    _key("workspace_id"),
    Column("key", String(255), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)
