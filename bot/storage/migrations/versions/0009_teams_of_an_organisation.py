"""The teams of their organisation that people are in, and which of these the app was removed from.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("teams", sa.JSON(), nullable=False, server_default="[]"))
        people.add_column(sa.Column("cut_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.add_column(sa.Column("access", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("access")
    with op.batch_alter_table("people") as people:
        people.drop_column("cut_off")
        people.drop_column("teams")
