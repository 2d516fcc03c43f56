"""Indexes, so that years of practice are counted from the index alone, and the newest plan is found without reading the
others.

Revision: 0036, after 0035
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_practices_workspace_id_user_id_on_reply", "practices", ["workspace_id", "user_id", "on", "reply"]
    )
    op.create_index(
        "ix_commitments_workspace_id_owner_id_source", "commitments", ["workspace_id", "owner_id", "source"]
    )
    op.drop_index("ix_commitments_workspace_id_owner_id_made_on", "commitments")


def downgrade() -> None:
    op.create_index(
        "ix_commitments_workspace_id_owner_id_made_on", "commitments", ["workspace_id", "owner_id", "made_on"]
    )
    op.drop_index("ix_commitments_workspace_id_owner_id_source", "commitments")
    op.drop_index("ix_practices_workspace_id_user_id_on_reply", "practices")
