"""Feedback on a self-check, calendars, and the language in which a person reads Slack.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "twin_rounds",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("leader_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_twin_rounds")),
    )
    op.create_index(
        op.f("ix_twin_rounds_workspace_id_leader_id_opened_at"),
        "twin_rounds",
        ["workspace_id", "leader_id", "opened_at"],
    )
    op.create_table(
        "twin_answers",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "round_id", "author_id", name=op.f("pk_twin_answers")),
    )
    op.create_table(
        "calendars",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("address_sealed", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_calendars")),
    )
    op.create_index(op.f("ix_calendars_look_at"), "calendars", ["look_at"])
    op.create_table(
        "calendar_meetings",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.Column("title_sealed", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", "id", name=op.f("pk_calendar_meetings")),
    )
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("locale", sa.String(length=16), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.drop_column("locale")
    for name in ("calendar_meetings", "calendars", "twin_answers", "twin_rounds"):
        op.drop_table(name)
