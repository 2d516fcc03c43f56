"""Check-ins of heads of sales, about leading leaders.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkins") as checkins:
        checkins.add_column(sa.Column("about_leaders", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("checkins") as checkins:
        checkins.drop_column("about_leaders")
