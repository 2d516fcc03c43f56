"""The contents of a development record: shared moments, outcomes that were shown, and questions that were asked.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coaching_moments") as moments:
        moments.add_column(sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("commitments") as commitments:
        commitments.add_column(sa.Column("outcome_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "asked_questions",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("leader_id", sa.String(64), primary_key=True),
        sa.Column("salesperson_id", sa.String(64), primary_key=True),
        sa.Column("question", sa.String(64), primary_key=True),
        sa.Column("on", sa.Date(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("asked_questions")
    with op.batch_alter_table("commitments") as commitments:
        commitments.drop_column("outcome_shared")
    with op.batch_alter_table("coaching_moments") as moments:
        moments.drop_column("shared")
