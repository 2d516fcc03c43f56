"""When a call that had already happened was logged, so that the blind time after it begins then.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ridealongs", sa.Column("logged_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_ridealongs_workspace_id_leader_id_logged_at", "ridealongs", ["workspace_id", "leader_id", "logged_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_ridealongs_workspace_id_leader_id_logged_at", "ridealongs")
    op.drop_column("ridealongs", "logged_at")
