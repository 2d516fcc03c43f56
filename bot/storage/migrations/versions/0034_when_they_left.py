"""Since when we have known that a person left Slack; and a row for each workspace, so that housekeeping finds its
people.

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


WORKSPACES = """
INSERT INTO workspaces (id, name, fiscal_start_month, stopped)
SELECT DISTINCT workspace_id, '', 1, false FROM people
WHERE workspace_id NOT IN (SELECT id FROM workspaces)
"""


def upgrade() -> None:
    op.add_column("people", sa.Column("left_at", sa.DateTime(timezone=True)))
    op.execute(WORKSPACES)


def downgrade() -> None:
    op.drop_column("people", "left_at")
