"""The statements that tell in which workspaces deliveries wait, and since when. Built once: every beat runs them, and
building them takes longer than running them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, ScalarSelect, Select, bindparam, exists, func, literal, select
from sqlalchemy import union_all as one_after_another

from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.rows import across_workspaces
from bot.storage.tables import deliveries, workspaces

# The statuses that still need something done by the engine: each of its looks asks for all of them in one statement.
OPEN = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT)
# For a status: the workspaces with deliveries in it, and when the earliest of each was due; and the same without
# stopped workspaces.
_Build = Callable[[ColumnElement[Any]], tuple[Select[Any], Select[Any]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`all`: the workspaces with deliveries in a `status`, and when the earliest of each was due. `sendable`: the same
    for each status in OPEN, named at the end of the row, for workspaces that can be sent to.
    """

    all: Select[Any]
    sendable: CompoundSelect[Any]


def _waiting(build: _Build) -> Waiting:
    words = [literal(str(status)) for status in OPEN]
    sendable = one_after_another(*(build(word)[1].add_columns(word) for word in words))
    return Waiting(build(bindparam("status"))[0], across_workspaces(sendable))


def _hopping(status: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
    """From workspace to workspace along one index. A distributed PostgreSQL refuses the recursion."""
    first = select(_least_workspace(status).label("id")).cte(recursive=True)
    hops = first.union_all(select(_least_workspace(status, after=first.c.id)).where(first.c.id.is_not(None)))
    earliest = (
        select(func.min(deliveries.c.due_at))
        .where(deliveries.c.status == status, deliveries.c.workspace_id == hops.c.id)
        .scalar_subquery()
    )
    oldest = across_workspaces(select(hops.c.id, earliest).where(hops.c.id.is_not(None)))
    stopped = exists().where(workspaces.c.id == hops.c.id, workspaces.c.stopped)
    return oldest, oldest.where(~stopped)


def _least_workspace(status: ColumnElement[Any], after: Any = None) -> ScalarSelect[Any]:
    least = select(func.min(deliveries.c.workspace_id)).where(deliveries.c.status == status)
    return (least if after is None else least.where(deliveries.c.workspace_id > after)).scalar_subquery()


def _grouped(status: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
    """Grouped on each server, by the column that distributes the rows."""
    of = deliveries.c.workspace_id
    beside = deliveries.outerjoin(workspaces, workspaces.c.id == of)
    oldest = across_workspaces(select(of, func.min(deliveries.c.due_at)).where(deliveries.c.status == status))
    sendable = oldest.select_from(beside).where(func.coalesce(workspaces.c.stopped, False).is_(False))
    return oldest.group_by(of), sendable.group_by(of)


ONE_INDEX, EVERYWHERE = _waiting(_hopping), _waiting(_grouped)
