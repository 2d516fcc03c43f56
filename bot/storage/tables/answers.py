"""What people answered: practices, check-ins, commitments, self-checks and coaching moments."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, false

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.deals import DealOutcome
from bot.storage.base.types import EnumText, NameList, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

practices = Table(
    "practices",
    metadata,
    key("workspace_id"),
    key("user_id"),
    key("delivery_id"),
    Column("prompt_id", String(64), nullable=False),
    Column("on", Date, nullable=False),
    Column("reply", EnumText(PromptReply), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text_sealed", Text, nullable=False),
    Index(None, "workspace_id", "delivery_id"),
    Index(None, "workspace_id", "prompt_id"),
    Index(None, "workspace_id", "user_id", "on", "reply"),  # all that a streak reads: years of it, on every Home tab
)

checkins = Table(
    "checkins",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("week", Date, primary_key=True),
    Column("answer", EnumText(CheckInAnswer), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("developed", NameList, nullable=False),
    Column("pulled", String(32)),
    Column("takeovers", Integer),
    Column("about_leaders", Boolean, nullable=False, default=False, server_default=false()),
    Index(None, "workspace_id", "week"),
)

commitments = Table(
    "commitments",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("owner_id"),
    Column("source", String(96), nullable=False),
    Column("cue_sealed", Text, nullable=False),
    Column("step_sealed", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("outcome", EnumText(Outcome)),
    Column("settled_in", Date),
    Column("outcome_shared", Boolean, nullable=False, default=False, server_default=false()),
    Index(None, "workspace_id", "owner_id", "source"),
)

selfchecks = Table(
    "selfchecks",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("user_id"),
    Column("on", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("week", Date),
    Column("team", NameList, nullable=False, default=(), server_default="[]"),
    Index(None, "workspace_id", "user_id", "on"),
)

coaching_moments = Table(
    "coaching_moments",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("author_id"),
    id_of("salesperson_id"),
    Column("at", UtcDateTime, nullable=False),
    id_of("channel_id"),
    Column("ts", String(32), nullable=False),
    Column("text_sealed", Text, nullable=False),
    Column("shared", Boolean, nullable=False, default=False, server_default=false()),
    Index(None, "workspace_id", "author_id", "salesperson_id"),
    Index(None, "workspace_id", "salesperson_id"),
)

asked_questions = Table(
    "asked_questions",
    metadata,
    key("workspace_id"),
    key("leader_id"),
    key("salesperson_id"),
    key("question"),
    Column("on", Date, nullable=False),
    Index(None, "workspace_id", "salesperson_id"),
)

skillchecks = Table(
    "skillchecks",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("user_id"),
    Column("week", Date, nullable=False),
    Column("on", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("answers", JSON, nullable=False),
    Index(None, "workspace_id", "user_id", "week"),
)

# Answers tapped in a form that is not submitted yet; `form` tells a person's forms apart.
draft_answers = Table(
    "draft_answers",
    metadata,
    key("workspace_id"),
    key("user_id"),
    key("form"),
    key("item_id"),
    Column("choice", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

deals = Table(
    "deals",
    metadata,
    key("workspace_id"),
    key("user_id"),
    Column("at", UtcDateTime, primary_key=True),
    Column("outcome", EnumText(DealOutcome), nullable=False),
)
