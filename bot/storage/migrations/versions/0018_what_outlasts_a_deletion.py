"""What outlasts a deletion: keyed hashes of a refusal, of how often somebody was reached, and of who was counted
together.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safeguards",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(64), nullable=False),
    )
    op.create_index("ix_safeguards_at", "safeguards", ["at"])
    op.create_index("ix_safeguards_workspace_id_batch", "safeguards", ["workspace_id", "batch"])
    op.create_table(
        "safeguard_secrets",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("secret_sealed", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("safeguard_secrets")
    op.drop_table("safeguards")
