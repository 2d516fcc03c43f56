"""The language of a channel's nudges; English if nobody chose one.

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel_nudges") as channel_nudges:
        channel_nudges.add_column(sa.Column("locale", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("channel_nudges") as channel_nudges:
        channel_nudges.drop_column("locale")
