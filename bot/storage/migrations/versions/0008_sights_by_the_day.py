"""Who was shown a shared answer, day by day instead of only the first time.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEYS = ("workspace_id", "author_id", "subject", "viewer_id")


def _make(*on: str) -> None:
    op.create_table(
        "sights",
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in KEYS),
        *(sa.Column(name, sa.Date(), nullable=False) for name in on),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*KEYS, *on, name=op.f("pk_sights")),
    )


def upgrade() -> None:
    names: list[sa.ColumnClause[str]] = [sa.column(name) for name in KEYS]
    at = sa.column("at", sa.DateTime(timezone=True))
    rows = [
        dict(row) for row in op.get_bind().execute(sa.select(*names, at).select_from(sa.table("sights"))).mappings()
    ]
    op.drop_table("sights")
    _make("on")
    if rows:
        new = sa.table("sights", *(sa.column(name) for name in KEYS), sa.column("on", sa.Date()), at)
        op.bulk_insert(new, [row | {"on": row["at"].date()} for row in rows])


def downgrade() -> None:
    op.drop_table("sights")
    _make()
