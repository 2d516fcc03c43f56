"""Workspaces, people, teams and channel nudges."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Time, false

from bot.domain.budget import Cadence
from bot.domain.content_mode import ContentMode
from bot.domain.people.people import Membership, PersonStatus, Position
from bot.domain.time.fiscal import QuarterPattern
from bot.domain.time.hours import DAYTIME
from bot.storage.base.types import (
    EarlierDays,
    EnumText,
    HoursText,
    KindSet,
    NameList,
    TeamGrants,
    UtcDateTime,
    Weekdays,
)
from bot.storage.tables.base import id_of, key, metadata

workspaces = Table(
    "workspaces",
    metadata,
    key("id"),
    Column("name", String(200), nullable=False, default=""),
    id_of("enterprise_id", nullable=True),
    Column("country", String(8)),
    Column("fiscal_start_month", Integer, nullable=False, default=1),
    Column("stopped", Boolean, nullable=False, default=False),
    Column("text_months", Integer, nullable=False, default=18, server_default="18"),
    Column(
        "fiscal_pattern",
        EnumText(QuarterPattern),
        nullable=False,
        default=QuarterPattern.MONTHS,
        server_default="months",
    ),
    Column("content_mode", EnumText(ContentMode), nullable=False, default=ContentMode.MIXED, server_default="mixed"),
    Column("access", TeamGrants, nullable=False, default=(), server_default="[]"),
    Column("ids_exchanged", Boolean),  # None if nobody had reason to ask, False while Slack is still to be asked
)

people = Table(
    "people",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("name", String(200), nullable=False),
    Column("profile_zone", String(64), nullable=False),
    Column("own_zone", String(64)),
    Column("standing", EnumText(PersonStatus), key="status", nullable=False),
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
    Column("locale", String(16), nullable=False, default="", server_default=""),
    Column("earlier", EarlierDays, nullable=False, default=(), server_default="[]"),
    Column("teams", NameList, nullable=False, default=(), server_default="[]"),
    Column("position", EnumText(Position)),
    Column("cut_off", Boolean, nullable=False, default=False, server_default=false()),
    Column("locale_choice", String(16)),
    Column("cadence", EnumText(Cadence), nullable=False, default=Cadence.DAILY, server_default="daily"),
    Column("turned_off", KindSet, nullable=False, default=frozenset(), server_default="[]"),
    Column("hours", HoursText, nullable=False, default=DAYTIME, server_default="08:00-18:00"),
    Column("hour_clock", Integer),
    Column("first_day", Integer),
    Column("left_at", UtcDateTime),
)

# Ids that Slack exchanged for others when the workspace moved into an organisation, and the current ones.
former_ids = Table(
    "former_ids",
    metadata,
    key("workspace_id"),
    key("former_id"),
    id_of("user_id"),
    Index(None, "workspace_id", "user_id"),
)

pauses = Table(
    "pauses",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("first", Date, primary_key=True),
    Column("last", Date),
)

team_members = Table(
    "team_members",
    metadata,
    key("workspace_id"),
    key("leader_id"),
    key("salesperson_id"),
    Column("membership", EnumText(Membership), nullable=False),
    Index(None, "workspace_id", "salesperson_id"),
)

channel_nudges = Table(
    "channel_nudges",
    metadata,
    key("workspace_id"),
    key("channel_id"),
    key("nudge"),
    Column("at", Time, nullable=False),
    Column("days", Weekdays, nullable=False),
    Column("zone", String(64), nullable=False),
    id_of("set_by"),
    Column("paused_for", String(64)),
    Column("country", String(8)),
    Column("locale", String(16), nullable=False, default="", server_default=""),
)
