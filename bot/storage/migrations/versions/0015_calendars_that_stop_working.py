"""How often reading a private calendar failed, and when its owner was told.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("calendars") as calendars:
        calendars.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        calendars.add_column(sa.Column("told_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("calendars") as calendars:
        calendars.drop_column("told_at")
        calendars.drop_column("failures")
