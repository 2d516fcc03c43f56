"""The country whose public holidays are a channel's days off; existing plans keep the guessed one.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

from bot.domain.time.zones import country_of_zone

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WEEKLY_IN_CHANNELS = ("digest",)  # it is about a week, whatever day it comes on


def upgrade() -> None:
    with op.batch_alter_table("channel_nudges") as channel_nudges:
        channel_nudges.add_column(sa.Column("country", sa.String(8)))
    names = ("zone", "country", "at", "nudge")
    schedules = sa.table("schedules", *(sa.column(name) for name in names))
    unknown = (schedules.c.country.is_(None), schedules.c.at.is_not(None))
    connection = op.get_bind()
    digests = sa.update(schedules).where(*unknown, schedules.c.nudge.in_(WEEKLY_IN_CHANNELS))
    connection.execute(digests.values(country="none"))
    for zone in connection.scalars(sa.select(schedules.c.zone).where(*unknown).distinct()).all():
        here = sa.update(schedules).where(*unknown, schedules.c.zone == zone)
        connection.execute(here.values(country=country_of_zone(zone)))


def downgrade() -> None:
    with op.batch_alter_table("channel_nudges") as channel_nudges:
        channel_nudges.drop_column("country")
