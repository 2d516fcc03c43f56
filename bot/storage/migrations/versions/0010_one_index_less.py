"""One index fewer on deliveries: with "on" as its third column, the slot's index also finds what went to somebody since
a day.

Revision: 0010, after 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SLOT = "uq_deliveries_workspace_id_recipient_on_nudge_subject"
SLOT_BEFORE = "uq_deliveries_workspace_id_recipient_nudge_subject_on"
SINCE = "ix_deliveries_workspace_id_recipient_on"


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_index(SINCE)
        deliveries.drop_constraint(SLOT_BEFORE, type_="unique")
        deliveries.create_unique_constraint(SLOT, ["workspace_id", "recipient", "on", "nudge", "subject"])


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint(SLOT, type_="unique")
        deliveries.create_unique_constraint(SLOT_BEFORE, ["workspace_id", "recipient", "nudge", "subject", "on"])
        deliveries.create_index(SINCE, ["workspace_id", "recipient", "on"])
