"""The statements that tell in which workspaces deliveries wait, and since when. Built once: every beat runs them, and
building them takes longer than running them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, exists, func, select

from bot.storage.base.rows import across_workspaces
from bot.storage.tables import deliveries, workspaces


@dataclass(frozen=True, slots=True)
class Waiting:
    """Workspaces with deliveries in a `status`, and when the earliest of each was due: all, and those where something
    may be sent.
    """

    all: Select[Any]
    sendable: Select[Any]


def _hopping() -> Waiting:
    """From workspace to workspace along one index. A distributed PostgreSQL refuses the recursion."""
    first = select(_least_workspace().label("id")).cte(recursive=True)
    hops = first.union_all(select(_least_workspace(after=first.c.id)).where(first.c.id.is_not(None)))
    earliest = (
        select(func.min(deliveries.c.due_at))
        .where(deliveries.c.status == bindparam("status"), deliveries.c.workspace_id == hops.c.id)
        .scalar_subquery()
    )
    oldest = across_workspaces(select(hops.c.id, earliest).where(hops.c.id.is_not(None)))
    stopped = exists().where(workspaces.c.id == hops.c.id, workspaces.c.stopped)
    return Waiting(oldest, oldest.where(~stopped))


def _least_workspace(after: Any = None) -> ScalarSelect[Any]:
    least = select(func.min(deliveries.c.workspace_id)).where(deliveries.c.status == bindparam("status"))
    return (least if after is None else least.where(deliveries.c.workspace_id > after)).scalar_subquery()


def _grouped() -> Waiting:
    """Counted together on each server, by what the rows lie by."""
    of = deliveries.c.workspace_id
    beside = deliveries.outerjoin(workspaces, workspaces.c.id == of)
    oldest = across_workspaces(
        select(of, func.min(deliveries.c.due_at)).where(deliveries.c.status == bindparam("status"))
    )
    sendable = oldest.select_from(beside).where(func.coalesce(workspaces.c.stopped, False).is_(False))
    return Waiting(oldest.group_by(of), sendable.group_by(of))


ONE_INDEX, EVERYWHERE = _hopping(), _grouped()
