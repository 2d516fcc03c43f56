"""What people say that they do.

Anybody who has salespeople, or has checked in, is a leader; anybody who takes part without leading has said so.
Everybody else who pressed Start before the question existed is asked once, and stays as they are until they answer.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LEADS = """
UPDATE people SET position = 'leader' WHERE is_leader AND (
    EXISTS (SELECT 1 FROM team_members t WHERE t.workspace_id = people.workspace_id AND t.leader_id = people.user_id)
    OR EXISTS (SELECT 1 FROM checkins c WHERE c.workspace_id = people.workspace_id AND c.user_id = people.user_id)
)
"""
SELLS = "UPDATE people SET position = 'salesperson' WHERE NOT is_leader AND standing IN ('active', 'stopped')"


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("position", sa.String(32)))
    op.execute(LEADS)
    op.execute(SELLS)


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.drop_column("position")
