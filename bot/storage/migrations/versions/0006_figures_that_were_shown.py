"""Aggregates about several people, as they were shown, and whose answers they contain.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "scope", name=op.f("pk_figures")),
    )
    op.create_index(op.f("ix_figures_at"), "figures", ["at"])
    op.create_table(
        "counted",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "scope", "user_id", name=op.f("pk_counted")),
    )


def downgrade() -> None:
    for name in ("counted", "figures"):
        op.drop_table(name)
