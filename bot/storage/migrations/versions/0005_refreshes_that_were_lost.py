"""Columns of installations: whether the follow-up of an installation is finished, and whether Slack refused its token.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("installations") as installations:
        installations.add_column(sa.Column("site", sa.String(length=500), nullable=False, server_default=""))
        installations.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        installations.add_column(sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index(op.f("ix_installations_expires_at"), "installations", ["expires_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_installations_expires_at"), "installations")
    with op.batch_alter_table("installations") as installations:
        for name in ("settled", "refused_at", "site"):
            installations.drop_column(name)
