"""An index for the calls of two people, so that years of them are summed up from it alone.

Revision: 0037, after 0036
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_ridealongs_of_two", "ridealongs", ["workspace_id", "leader_id", "salesperson_id", "starts_at", "state"]
    )


def downgrade() -> None:
    op.drop_index("ix_ridealongs_of_two", "ridealongs")
