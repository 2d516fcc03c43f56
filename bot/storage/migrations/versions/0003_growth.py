"""Pressure weeks, programmes, and how the fiscal year is divided into quarters.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pressure_weeks",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("is_pressure", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", "week", name=op.f("pk_pressure_weeks")),
    )
    op.create_table(
        "programme_runs",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_programme_runs")),
    )
    op.create_index(
        op.f("ix_programme_runs_workspace_id_user_id_started_on"),
        "programme_runs",
        ["workspace_id", "user_id", "started_on"],
    )
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.add_column(
            sa.Column("fiscal_pattern", sa.String(length=32), nullable=False, server_default="months")
        )


def downgrade() -> None:
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("fiscal_pattern")
    for name in ("programme_runs", "pressure_weeks"):
        op.drop_table(name)
