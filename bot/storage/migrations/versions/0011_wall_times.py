"""Wall times beside instants: the wall time of plans, and the wall time and zone of ride-alongs.

Revision: 0011, after 0010

Existing plans get theirs by the machine's own time zone rules, which earlier releases used.
"""

import zoneinfo
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# These are due a fixed time before or after something else, whatever the time of day.
INSTANTS = ("ridealong_brief", "reflection_leader", "reflection_salesperson", "ridealong_reveal")


def upgrade() -> None:
    with op.batch_alter_table("schedules") as schedules:
        schedules.add_column(sa.Column("next_at", sa.Time()))
    with op.batch_alter_table("ridealongs") as ridealongs:
        ridealongs.add_column(sa.Column("wall_at", sa.DateTime()))
        ridealongs.add_column(sa.Column("wall_zone", sa.String(64)))
    pinned = zoneinfo.TZPATH
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()
    try:
        _fill(op.get_bind())
    finally:
        zoneinfo.reset_tzpath(pinned)
        zoneinfo.ZoneInfo.clear_cache()


def downgrade() -> None:
    with op.batch_alter_table("ridealongs") as ridealongs:
        ridealongs.drop_column("wall_zone")
        ridealongs.drop_column("wall_at")
    with op.batch_alter_table("schedules") as schedules:
        schedules.drop_column("next_at")


def _fill(connection: Any) -> None:
    connection.execute(sa.text("UPDATE schedules SET next_at = at WHERE at IS NOT NULL"))
    due_at, moment = sa.column("next_due_at", sa.DateTime(timezone=True)), sa.column("starts_at", sa.DateTime(True))
    schedules = sa.table(
        "schedules", *(sa.column(name) for name in ("at", "nudge", "zone")), due_at, sa.column("next_at", sa.Time())
    )
    once = sa.select(schedules.c.zone, due_at).where(schedules.c.at.is_(None), schedules.c.nudge.not_in(INSTANTS))
    for zone, due in connection.execute(once.distinct()).all():
        if (wall := _wall(due, zone)) is not None:
            same = (schedules.c.at.is_(None), schedules.c.nudge.not_in(INSTANTS), schedules.c.zone == zone)
            connection.execute(sa.update(schedules).where(*same, due_at == due).values(next_at=wall.time()))
    rides = sa.table(
        "ridealongs",
        *(sa.column(name) for name in ("workspace_id", "id", "planned_by", "state", "wall_zone")),
        moment,
        sa.column("wall_at", sa.DateTime()),
    )
    people = sa.table("people", *(sa.column(name) for name in ("workspace_id", "user_id", "own_zone", "profile_zone")))
    zone_of = sa.func.coalesce(people.c.own_zone, people.c.profile_zone)
    planner = (people.c.workspace_id == rides.c.workspace_id) & (people.c.user_id == rides.c.planned_by)
    ahead = sa.select(rides.c.workspace_id, rides.c.id, moment, zone_of).select_from(rides.join(people, planner))
    for workspace_id, ride_id, starts_at, zone in connection.execute(
        ahead.where(rides.c.state.in_(["planned", "confirmed"]))
    ).all():
        if (wall := _wall(starts_at, zone)) is not None:
            this = (rides.c.workspace_id == workspace_id, rides.c.id == ride_id)
            connection.execute(sa.update(rides).where(*this).values(wall_at=wall, wall_zone=zone))


def _wall(moment: datetime, zone: str) -> datetime | None:
    """What the wall clock showed, naive; None for a zone that the machine does not know."""
    try:
        there = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(there).replace(tzinfo=None)
