"""Every key begins with the workspace, so that the tables can be distributed by it.

Delivery ids are made from their slots, and digests of doors from random secrets: neither can occur twice in the
database before this migration, so none of the new keys can fail. On PostgreSQL the new key is built beside the old one
and then replaces it; on SQLite the table is copied.

Revision: 0032, after 0031
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY, KEY_IN_THE_MAKING = "pk_deliveries", "pk_deliveries_by_workspace"


def upgrade() -> None:
    _key_of_deliveries("workspace_id", "id")
    with op.batch_alter_table("doors") as doors:
        doors.drop_constraint("uq_doors_digest", type_="unique")
        doors.create_index("ix_doors_digest", ["digest"])


def downgrade() -> None:
    with op.batch_alter_table("doors") as doors:
        doors.drop_index("ix_doors_digest")
        doors.create_unique_constraint("uq_doors_digest", ["digest"])
    _key_of_deliveries("id")


def _key_of_deliveries(*names: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(KEY_IN_THE_MAKING, "deliveries", list(names), unique=True)
        op.drop_constraint(KEY, "deliveries", type_="primary")
        op.execute(f"ALTER TABLE deliveries ADD CONSTRAINT {KEY} PRIMARY KEY USING INDEX {KEY_IN_THE_MAKING}")
        return
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint(KEY, type_="primary")
        deliveries.create_primary_key(KEY, list(names))
