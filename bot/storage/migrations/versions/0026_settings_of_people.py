"""People's settings: language, cadence, nudges turned off, working hours, clock, first day of the week.

People who had chosen a time outside the usual hours keep it: their hours are set to include it.

Revision: 0026, after 0025
"""

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FIRST, LAST = time(8), time(18)


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("locale_choice", sa.String(16)))
        people.add_column(sa.Column("cadence", sa.String(32), nullable=False, server_default="daily"))
        people.add_column(sa.Column("turned_off", sa.JSON(), nullable=False, server_default="[]"))
        people.add_column(sa.Column("hours", sa.String(11), nullable=False, server_default="08:00-18:00"))
        people.add_column(sa.Column("hour_clock", sa.Integer()))
        people.add_column(sa.Column("first_day", sa.Integer()))
    _widen()


def _widen() -> None:
    people = sa.table(
        "people", sa.column("prompt_at", sa.Time()), sa.column("checkin_at", sa.Time()), sa.column("hours", sa.String())
    )
    connection, chosen = op.get_bind(), (people.c.prompt_at, people.c.checkin_at)
    outside = sa.or_(*(sa.or_(column < FIRST, column > LAST) for column in chosen))
    for times in connection.execute(sa.select(*chosen).where(outside).distinct()).all():
        hours = f"{min(FIRST, *filter(None, times)):%H:%M}-{max(LAST, *filter(None, times)):%H:%M}"
        same = (column.is_(None) if at is None else column == at for column, at in zip(chosen, times, strict=True))
        connection.execute(sa.update(people).where(*same).values(hours=hours))


def downgrade() -> None:
    with op.batch_alter_table("people") as people:
        for name in ("locale_choice", "cadence", "turned_off", "hours", "hour_clock", "first_day"):
            people.drop_column(name)
