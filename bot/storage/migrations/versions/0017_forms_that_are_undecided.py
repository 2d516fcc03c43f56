"""Until when a process may decide about a submitted form.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("seen") as seen:
        seen.add_column(sa.Column("undecided_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("seen") as seen:
        seen.drop_column("undecided_until")
