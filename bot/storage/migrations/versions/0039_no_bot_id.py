"""The id of an installation's bot goes: Slack's OAuth does not tell it, so it was always empty, and nothing needs it.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("installations", "bot_id")


def downgrade() -> None:
    op.add_column("installations", sa.Column("bot_id", sa.String(length=64), nullable=False, server_default=""))
