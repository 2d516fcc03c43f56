"""Ids that Slack exchanged when a workspace moved into an organisation.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_ids",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("former_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(64), nullable=False),
    )
    op.create_index("ix_former_ids_workspace_id_user_id", "former_ids", ["workspace_id", "user_id"])
    op.add_column("workspaces", sa.Column("ids_exchanged", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "ids_exchanged")
    op.drop_index("ix_former_ids_workspace_id_user_id", "former_ids")
    op.drop_table("former_ids")
