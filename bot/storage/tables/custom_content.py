"""What an organisation wrote itself: prompts and check-in questions, and the answers to these questions."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text

from bot.domain.prompts.custom_content import ContentKind
from bot.storage.base.types import EnumText, UtcDateTime
from bot.storage.tables.base import id_of, key, metadata

# `team_of` is the leader whose team it is for, "" if it is for the organisation.
own_content = Table(
    "own_content",
    metadata,
    key("workspace_id"),
    key("id"),
    id_of("author_id"),
    id_of("team_of"),
    Column("kind", EnumText(ContentKind), nullable=False),
    Column("audience", String(32), nullable=False),
    Column("theme", String(64), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("occasion", String(32)),
    Column("first", Date),
    Column("last", Date),
    Column("text_sealed", Text, nullable=False),
    Column("why_sealed", Text, nullable=False),
    Column("choices_sealed", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),
    Index(None, "workspace_id", "team_of"),
)

own_answers = Table(
    "own_answers",
    metadata,
    key("workspace_id"),
    key("user_id"),
    key("question_id"),
    Column("week", Date, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("choice_sealed", Text, nullable=False),
    Column("text_sealed", Text, nullable=False),
    Index(None, "workspace_id", "question_id"),
)
