"""The day on which somebody planned a ride-along.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ridealongs") as ridealongs:
        ridealongs.add_column(sa.Column("planned_on", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("ridealongs") as ridealongs:
        ridealongs.drop_column("planned_on")
