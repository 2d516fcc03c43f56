"""A delivery's reason says why it ended; why its prompt was chosen, and the day it was moved from, get columns of their
own.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOVED = "moved from "  # followed by a date in ISO 8601
deliveries = sa.table(
    "deliveries",
    *(sa.column(name, sa.String) for name in ("status", "reason", "content_id", "why")),
    sa.column("moved_from", sa.Date),
    sa.column("attempts", sa.Integer),
    sa.column("claimed_at", sa.DateTime),
)
IS_OPEN = deliveries.c.status.in_(["pending", "sending", "in_doubt", "sent"])
IS_MOVED = deliveries.c.reason.startswith(MOVED)


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("why", sa.String(32), nullable=False, server_default=""))
        table.add_column(sa.Column("moved_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    day: sa.ColumnElement[object] = sa.func.substr(deliveries.c.reason, len(MOVED) + 1)
    if op.get_bind().dialect.name == "postgresql":
        day = sa.cast(day, sa.Date)
    op.execute(sa.update(deliveries).where(IS_OPEN, IS_MOVED).values(moved_from=day, reason=""))
    chosen = sa.update(deliveries).where(IS_OPEN, deliveries.c.content_id != "")
    op.execute(chosen.values(why=sa.func.substr(deliveries.c.reason, 1, 32), reason=""))
    op.execute(sa.update(deliveries).where(deliveries.c.claimed_at.is_not(None)).values(attempts=1))


def downgrade() -> None:
    moved = sa.cast(deliveries.c.moved_from, sa.String)
    was_moved = sa.and_(IS_OPEN, deliveries.c.moved_from.is_not(None), deliveries.c.content_id == "")
    op.execute(sa.update(deliveries).where(was_moved).values(reason=sa.literal(MOVED).concat(moved)))
    op.execute(sa.update(deliveries).where(IS_OPEN, deliveries.c.content_id != "").values(reason=deliveries.c.why))
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("attempts")
        table.drop_column("moved_from")
        table.drop_column("why")
