"""The most frequent queries on ride-alongs and reflections, as statements that are built once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union

from bot.domain.ridealongs.development import MOST_SKILLS
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.together import together
from bot.storage.tables import reflections, ridealongs

C = ridealongs.c
AHEAD = (RideAlongState.PLANNED, RideAlongState.CONFIRMED)


@prebuilt
def of_id(workspace_id: str, ridealong_id: str) -> Select[Any]:
    """One ride-along."""
    return select(ridealongs).where(C.workspace_id == workspace_id, C.id == ridealong_id)


@prebuilt
def calls(workspace_id: str, user_ids: Collection[str], since: datetime, until: datetime) -> Select[Any]:
    """The times of these people's calls, in either role, that start between two aware instants. Each role is searched
    by its own index.
    """
    within = (C.workspace_id == workspace_id) & (C.starts_at >= since) & (C.starts_at < until)
    roles = (C.leader_id.in_(user_ids), C.salesperson_id.in_(user_ids))
    ids = (select(C.id).where(within, role).correlate(None) for role in roles)
    columns = (C.leader_id, C.salesperson_id, C.starts_at, C.length, C.state)
    return select(*columns).where(C.workspace_id == workspace_id, C.id.in_(union(*ids)))


@prebuilt
def places(workspace_id: str, user_id: str, ridealong_ids: Collection[str]) -> Select[Any]:
    """For each ride-along, the id of the previous one of the same two people, and how many this person had before
    it.
    """
    before = ridealongs.alias()
    b = before.c
    same = (C.workspace_id == workspace_id) & (b.workspace_id == workspace_id) & (b.starts_at < C.starts_at)
    two = (b.leader_id == C.leader_id) & (b.salesperson_id == C.salesperson_id)
    kept = b.state != RideAlongState.CANCELLED
    last = select(b.id).where(same, two, kept).order_by(b.starts_at.desc()).limit(1)
    earlier = select(func.count()).select_from(before)
    led, joined = (
        earlier.where(same, role == user_id).correlate(ridealongs).scalar_subquery()
        for role in (b.leader_id, b.salesperson_id)
    )
    columns = (last.correlate(ridealongs).scalar_subquery().label("last_id"), (led + joined).label("number"))
    return select(C.id, *columns).where(C.workspace_id == workspace_id, C.id.in_(ridealong_ids))


@prebuilt
def summaries(
    workspace_id: str, leaders: Collection[str], salespeople: Collection[str], now: datetime, since: datetime
) -> Select[Any]:
    """A summary, at an aware instant, of the calls of each of these leaders with each of these salespeople; the times
    at which they began are listed from another instant on. The last columns are the skills agreed for the newest calls,
    the latest first: one subquery each, since a window would sort years of sealed texts.
    """
    theirs = (C.workspace_id == workspace_id, C.leader_id.in_(leaders), C.salesperson_id.in_(salespeople))
    held = (C.state != RideAlongState.CANCELLED) & (C.starts_at <= now)
    columns = (
        func.count().filter(held).label("held"),
        func.max(C.starts_at).filter(held).label("last"),
        func.min(C.starts_at).filter(C.state.in_(AHEAD), C.starts_at > now).label("next"),
        together(C.starts_at).filter(held, C.starts_at >= since).label("begun"),
    )
    agreed = ridealongs.alias()
    a, pair = agreed.c, (C.leader_id, C.salesperson_id)
    same = (a.workspace_id == workspace_id) & (a.leader_id == C.leader_id) & (a.salesperson_id == C.salesperson_id)
    newest = select(a.skill_sealed).where(same, a.skill_sealed != "", a.state != RideAlongState.CANCELLED)
    newest = newest.order_by(a.starts_at.desc()).limit(1).correlate(ridealongs)
    skills = (newest.offset(place).scalar_subquery() for place in range(MOST_SKILLS))
    return select(*pair, *columns, *skills).where(*theirs).group_by(*pair)


@prebuilt
def noted(workspace_id: str, user_ids: Collection[str], since: datetime) -> Select[Any]:
    """What these people's reflections since an aware instant say about take-overs, the earliest first."""
    r = reflections.c
    return (
        select(r.author_id, r.at, r.takeover)
        .where(r.workspace_id == workspace_id, r.author_id.in_(user_ids), r.at >= since)
        .order_by(r.at)
    )


@prebuilt
def reflections_of(workspace_id: str, ridealong_ids: Collection[str]) -> Select[Any]:
    """The reflections on these ride-alongs."""
    r = reflections.c
    return select(reflections).where(r.workspace_id == workspace_id, r.ridealong_id.in_(ridealong_ids))
