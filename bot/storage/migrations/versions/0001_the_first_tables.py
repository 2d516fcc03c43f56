"""The first tables: people, what is sent, what they answered, and ride-alongs.

Revision: 0001, after
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    *("workspaces", "people", "pauses", "team_members", "channel_nudges", "schedules", "leases", "deliveries", "seen"),
    *("practices", "checkins", "commitments", "selfchecks", "ridealongs", "reflections", "coaching_moments"),
)


def upgrade() -> None:
    _people()
    _plans()
    _deliveries()
    _answers()
    _ridealongs()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _keys(*names: str, length: int = 64) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=length), primary_key=True) for name in names]


def _text(name: str, length: int = 64, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _create(name: str, *parts: Any, indexes: tuple[tuple[str, ...], ...] = ()) -> None:
    keys = [part.name for part in parts if isinstance(part, sa.Column) and part.primary_key]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")))
    for columns in indexes:
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, list(columns))


def _people() -> None:
    _create(
        "workspaces",
        *_keys("id"),
        _text("name", 200),
        _text("enterprise_id", nullable=True),
        _text("country", 8, nullable=True),
        sa.Column("fiscal_start_month", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
    )
    _create(
        "people",
        *_keys("workspace_id", "user_id"),
        _text("name", 200),
        _text("profile_zone"),
        _text("own_zone", nullable=True),
        _text("standing", 32),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        _text("country", 8, nullable=True),
        _text("working_days", 7),
        sa.Column("prompt_at", sa.Time(), nullable=True),
        sa.Column("checkin_day", sa.Integer(), nullable=False),
        sa.Column("checkin_at", sa.Time(), nullable=False),
        sa.Column("daily_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
    )
    _create(
        "pauses",
        *_keys("workspace_id", "user_id"),
        sa.Column("first", sa.Date(), primary_key=True),
        sa.Column("last", sa.Date(), nullable=True),
    )
    _create(
        "team_members",
        *_keys("workspace_id", "leader_id", "salesperson_id"),
        _text("membership", 32),
        indexes=(("workspace_id", "salesperson_id"),),
    )


def _plans() -> None:
    _create(
        "channel_nudges",
        *_keys("workspace_id", "channel_id", "nudge"),
        sa.Column("at", sa.Time(), nullable=False),
        _text("days", 7),
        _text("zone"),
        _text("set_by"),
        _text("paused_for", nullable=True),
    )
    _create(
        "schedules",
        *_keys("workspace_id", "recipient", "nudge", "subject"),
        sa.Column("at", sa.Time(), nullable=True),
        _text("days", 7, nullable=True),
        _text("zone"),
        _text("working_days", 7),
        _text("country", 8, nullable=True),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        indexes=(("next_due_at",),),
    )
    _create(
        "leases",
        *_keys("workspace_id"),
        _text("owner"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )


def _deliveries() -> None:
    _create(
        "deliveries",
        *_keys("id", length=32),
        _text("workspace_id"),
        _text("recipient"),
        _text("nudge"),
        _text("subject"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _text("status", 32),
        _text("reason", 200),
        _text("channel_id"),
        _text("ts", 32),
        _text("content_id"),
        _text("owner", nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "workspace_id",
            "recipient",
            "nudge",
            "subject",
            "on",
            name=op.f("uq_deliveries_workspace_id_recipient_nudge_subject_on"),
        ),
        indexes=(("status", "workspace_id", "due_at"), ("workspace_id", "recipient", "on")),
    )
    _create(
        "seen",
        *_keys("workspace_id"),
        *_keys("key", length=255),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        indexes=(("at",),),
    )


def _answers() -> None:
    _create(
        "practices",
        *_keys("workspace_id", "user_id", "delivery_id"),
        _text("prompt_id"),
        sa.Column("on", sa.Date(), nullable=False),
        _text("reply", 32),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.Text(), nullable=False),
    )
    _create(
        "checkins",
        *_keys("workspace_id", "user_id"),
        sa.Column("week", sa.Date(), primary_key=True),
        _text("answer", 32),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("developed", sa.JSON(), nullable=False),
        _text("pulled", 32, nullable=True),
        sa.Column("takeovers", sa.Integer(), nullable=True),
        indexes=(("workspace_id", "week"),),
    )
    _create(
        "commitments",
        *_keys("workspace_id", "id"),
        _text("owner_id"),
        _text("source", 96),
        sa.Column("cue_sealed", sa.Text(), nullable=False),
        sa.Column("step_sealed", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        _text("outcome", 32, nullable=True),
        sa.Column("settled_in", sa.Date(), nullable=True),
        indexes=(("workspace_id", "owner_id", "made_on"),),
    )
    _create(
        "selfchecks",
        *_keys("workspace_id", "id"),
        _text("user_id"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        indexes=(("workspace_id", "user_id", "on"),),
    )


def _ridealongs() -> None:
    _create(
        "ridealongs",
        *_keys("workspace_id", "id"),
        _text("leader_id"),
        _text("salesperson_id"),
        _text("planned_by"),
        sa.Column("customer_sealed", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        _text("call_type", 32),
        _text("opens", 16),
        _text("price", 16),
        sa.Column("signal_sealed", sa.Text(), nullable=False),
        sa.Column("skill_sealed", sa.Text(), nullable=False),
        _text("state", 32),
        sa.Column("confirmed_by", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("logged", sa.Boolean(), nullable=False),
        indexes=(("workspace_id", "leader_id", "starts_at"), ("workspace_id", "salesperson_id", "starts_at")),
    )
    _create(
        "reflections",
        *_keys("workspace_id", "ridealong_id", "author_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers_sealed", sa.Text(), nullable=False),
        _text("takeover", 32, nullable=True),
        sa.Column("moment_sealed", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
    )
    _create(
        "coaching_moments",
        *_keys("workspace_id", "id"),
        _text("author_id"),
        _text("salesperson_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("channel_id"),
        _text("ts", 32),
        sa.Column("text_sealed", sa.Text(), nullable=False),
        indexes=(("workspace_id", "author_id", "salesperson_id"),),
    )
